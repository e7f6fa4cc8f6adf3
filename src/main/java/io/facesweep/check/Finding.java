package io.facesweep.check;

/**
 * What became of one comparison.
 *
 * @param group such as {@code operators}
 * @param name of the computation
 * @param where the place that was looked at
 * @param difference largest difference, relative to the largest expected value; NaN where there is
 *     none
 * @param tolerance largest difference that is no fault; NaN where there is none
 * @param milliseconds that the computation took, the first time at its place; NaN where unknown
 * @param note why it failed or was skipped, and what to do; empty if there is nothing to say
 */
public record Finding(
    String group,
    String name,
    String where,
    Verdict verdict,
    double difference,
    double tolerance,
    double milliseconds,
    String note) {

  /** Something that threw. */
  static Finding failed(String group, String name, String where, Throwable failure) {
    return of(group, name, where, Verdict.FAILED, Advice.of(failure));
  }

  /** Without numbers. */
  static Finding of(String group, String name, String where, Verdict verdict, String note) {
    return new Finding(group, name, where, verdict, Double.NaN, Double.NaN, Double.NaN, note);
  }

  public boolean isFailed() {
    return verdict == Verdict.FAILED;
  }
}
