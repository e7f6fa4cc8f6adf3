package io.facesweep.check;

/**
 * How far one result is from another.
 *
 * @param largest largest difference of an element, relative to the largest expected one
 * @param rootMeanSquare of the differences, relative to that of the expected values
 * @param nonFinite elements that are NaN or infinite and are expected to be finite
 */
public record Difference(double largest, double rootMeanSquare, int nonFinite) {
  /** Where single values may be off by the tolerance, all of them may be by this share of it. */
  private static final double OVERALL = 1 / 3.0;

  /**
   * Compares element by element.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public static Difference between(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      throw new IllegalArgumentException(
          "Invalid result: %d values (expected %d)".formatted(actual.length, expected.length));
    }
    double largest = 0;
    double scale = 0;
    double squares = 0;
    double scaleSquares = 0;
    int nonFinite = 0;
    for (int i = 0; i < expected.length; i++) {
      if (!Float.isFinite(actual[i])) {
        nonFinite++;
        continue;
      }
      double difference = Math.abs((double) actual[i] - expected[i]);
      largest = Math.max(largest, difference);
      scale = Math.max(scale, Math.abs(expected[i]));
      squares += difference * difference;
      scaleSquares += (double) expected[i] * expected[i];
    }
    return new Difference(
        ratio(largest, scale), ratio(Math.sqrt(squares), Math.sqrt(scaleSquares)), nonFinite);
  }

  private static double ratio(double part, double whole) {
    return part == 0 ? 0 : part / whole;
  }

  /** Whether rounding explains it. */
  public boolean isWithin(double tolerance) {
    return nonFinite == 0 && largest <= tolerance && rootMeanSquare <= OVERALL * tolerance;
  }

  /** What is wrong, in words. */
  String complaint(double tolerance) {
    if (nonFinite > 0) {
      return nonFinite + " values are NaN or infinite";
    }
    return largest > tolerance
        ? "a value differs by more than rounding can explain"
        : "values differ by %.1e overall (at most %.1e expected)"
            .formatted(rootMeanSquare, OVERALL * tolerance);
  }
}
