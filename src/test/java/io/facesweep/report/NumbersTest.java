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
    assertThat(Numbers.signed(0)).isEqualTo("0");
  }
}
