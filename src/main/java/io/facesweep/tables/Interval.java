package io.facesweep.tables;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A confidence interval of a mean.
 *
 * @param low lower end; NaN if there is no interval
 * @param high upper end; NaN if there is no interval
 * @param method how it was made
 */
public record Interval(double low, double high, Method method) {
  /** What there is of fewer than two values. */
  public static final Interval NONE = new Interval(Double.NaN, Double.NaN, Method.NONE);

  /** The ways to make an interval. */
  public enum Method {
    /** There is none. */
    NONE,
    /** Student's t over the units. */
    T,
    /** Bias-corrected and accelerated bootstrap over the units, expanded. */
    BCA,
    /** Exact, of a measure that is 0 or 1: by the shares of gains and of losses. */
    EXACT,
    /** Percentile bootstrap over the units, expanded: where BCa has no answer. */
    PERCENTILE;

    /**
     * Returns the name in the table of effects: {@code t}, {@code bca}, {@code exact}, {@code
     * percentile}; null if there is no interval.
     */
    public @Nullable String text() {
      return this == NONE ? null : name().toLowerCase(Locale.ROOT);
    }
  }

  /** Tells whether there is an interval. */
  public boolean exists() {
    return Double.isFinite(low);
  }
}
