package io.facesweep.settings;

/** How the prior's weight moves over the texture phase. */
public enum PriorSchedule implements Choice {
  /** {@code prior-weight} at every step. */
  CONSTANT,
  /** Linear from {@code prior-weight-start} to {@code prior-weight}. */
  LINEAR,
  /**
   * Geometric (linear in the logarithm) from {@code prior-weight-start} to {@code prior-weight}.
   */
  LOG
}
