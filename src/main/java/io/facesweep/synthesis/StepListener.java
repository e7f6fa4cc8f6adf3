package io.facesweep.synthesis;

/** Hears of every step of every trial, on the thread that runs the batch. */
@FunctionalInterface
public interface StepListener {
  /** Hears nothing. */
  StepListener NONE = (trial, record, steps) -> {};

  /**
   * A trial has done a step.
   *
   * @param steps how many the phase has
   */
  void onStep(TrialSpec trial, StepRecord record, int steps);

  /**
   * Asked after every step: whether the phase is to end here, and no other to begin. What the
   * trials have come to is then their outcome.
   */
  default boolean wantsStop() {
    return false;
  }
}
