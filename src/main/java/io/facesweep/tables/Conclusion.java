package io.facesweep.tables;

/**
 * What can be said of an effect. Numbers that do not exist are NaN.
 *
 * @param p two-sided sign-flip p value
 * @param pAdjusted {@code p} after the correction for how many tests there are
 * @param correction which one
 * @param equivalence whether the effect is smaller than matters
 * @param verdict in a word
 * @param note what limits it, in words; empty if nothing does
 */
public record Conclusion(
    double p,
    double pAdjusted,
    Correction correction,
    Equivalence equivalence,
    EffectVerdict verdict,
    String note) {
  /**
   * A test of whether an effect is within a bound.
   *
   * @param bound in the metric's unit, above 0
   * @param p of two one-sided tests: the larger of both
   */
  public record Equivalence(double bound, double p) {
    /** What there is where nobody asked. */
    public static final Equivalence NONE = new Equivalence(Double.NaN, Double.NaN);

    /** Returns the same test after the correction of its p value. */
    public Equivalence corrected(double adjusted) {
      return new Equivalence(bound, adjusted);
    }
  }
}
