package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.12345, 0.123",
    "0.012345, 0.0123",
    "-1234.4, −1234",
    "1.5e-7, 1.50e-7",
    "2.5e9, 2.50 G",
    "-12.345, −12.3",
    "999999, 999999",
    "1000000, 1.00 M",
    "722113000, 722 M",
    "999600000, 1.00 G",
    "-1.5e13, −15.0 T",
    "2e15, 2.00e15",
    "0.00012, 1.20e-4",
    "NaN, –"
  })
  void haveThreeDigits(double value, String text) {
    assertThat(Numbers.plain(value)).isEqualTo(text);
  }

  @Test
  void differencesHaveTheirSignAndTheDecimalsOfTheLargest() {
    assertThat(Numbers.signed(0.5)).isEqualTo("+0.500");
    assertThat(Numbers.signed(-0.012, 12)).isEqualTo("−0.0");
    assertThat(Numbers.signed(-3e6)).isEqualTo("−3.00 M");
    assertThat(Numbers.signed(0.0000347, 0.00249)).isEqualTo("+0.00003");
    assertThat(Numbers.signed(547_198, 2.01e7)).isEqualTo("+0.5 M");
    assertThat(Numbers.signed(0)).isEqualTo("0");
  }

  @Test
  void haveTheirUnits() {
    assertThat(Numbers.p(0)).isEqualTo("< 0.001");
    assertThat(Numbers.seconds(3725)).isEqualTo("1 h 2 min");
    assertThat(Numbers.seconds(250)).isEqualTo("4 min 10 s");
    assertThat(Numbers.bytes(12_345)).isEqualTo("12.3 kB");
  }
}
