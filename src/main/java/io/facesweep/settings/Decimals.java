package io.facesweep.settings;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as text, the same on every Java version ({@link Double#toString} changed in 19). */
public final class Decimals {
  private static final int MIN_DIGITS = 15;
  private static final int MAX_DIGITS = 17;

  private Decimals() {}

  /**
   * The decimal with the fewest digits, 15 to 17, that reads back as the same double, without
   * trailing zeros: {@code 0.05}, {@code 100}, {@code 1E-15}. Zero has no sign.
   *
   * @throws IllegalArgumentException if the value is not finite
   */
  public static String text(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "Invalid number: %s (expected a finite one)".formatted(value));
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    if (Math.abs(value)
        < 1e6) { // the usual case, fast: at most 9 decimals, which are 15 digits or fewer
      BigDecimal few = BigDecimal.valueOf(Math.round(value * 1e9), 9);
      if (few.doubleValue() == value) {
        return few.stripTrailingZeros().toString();
      }
    }
    BigDecimal exact = new BigDecimal(value);
    for (int digits = MIN_DIGITS; digits < MAX_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == value) {
        return rounded.stripTrailingZeros().toString();
      }
    }
    return exact.round(new MathContext(MAX_DIGITS)).stripTrailingZeros().toString();
  }
}
