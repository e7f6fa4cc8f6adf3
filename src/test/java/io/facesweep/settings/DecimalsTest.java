package io.facesweep.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {
  @ParameterizedTest
  @CsvSource({
    "100, 100",
    "0.05, 0.05",
    "-0.0, 0",
    "1e-15, 1E-15",
    "2e-5, 0.000020",
    "0.1, 0.1",
    "1e15, 1E+15",
    "12.59, 12.59",
    "0.30000000000000004, 0.30000000000000004",
    "2e-3, 0.002",
    "123456789012345678, 123456789012345680"
  })
  void writesTheFewestDigits(double value, String text) {
    assertThat(Double.parseDouble(Decimals.text(value))).isEqualTo(value + 0.0);
    assertThat(new java.math.BigDecimal(Decimals.text(value))).isEqualByComparingTo(text);
  }

  @Test
  void readsBackAsTheSameNumber() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(Decimals.text(value))).isEqualTo(value);
      }
    }
  }

  @Test
  void rejectsWhatIsNotFinite() {
    assertThatThrownBy(() -> Decimals.text(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid number: NaN (expected a finite one)");
  }
}
