package io.facesweep.tables;

/**
 * What can be said of an effect.
 *
 * @param p two-sided sign-flip p value; NaN where there is no test
 * @param pHolm {@code p} after Holm's correction among all effects of its kind on its metric; NaN
 *     before it
 * @param verdict in a word
 * @param note what limits it, in words; empty if nothing does
 */
public record Conclusion(double p, double pHolm, EffectVerdict verdict, String note) {
  /** Returns the conclusion after a correction of its p value. */
  public Conclusion corrected(double corrected, EffectVerdict verdictThen) {
    return new Conclusion(p, corrected, verdictThen, note);
  }
}
