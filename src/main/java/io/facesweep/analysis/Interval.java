package io.facesweep.analysis;

/**
 * A confidence interval of a mean.
 *
 * @param low lower end; NaN if there is no interval
 * @param high upper end; NaN if there is no interval
 * @param method how it was made
 */
record Interval(double low, double high, Method method) {
  static final Interval NONE = new Interval(Double.NaN, Double.NaN, Method.NONE);

  /** Ways to make an interval. */
  enum Method {
    /** There is none. */
    NONE,
    /** Student's t over the units. */
    T,
    /** Bias-corrected and accelerated bootstrap over the units, expanded. */
    BCA,
    /** Percentile bootstrap over the units, expanded: where BCa has no answer. */
    PERCENTILE
  }
}
