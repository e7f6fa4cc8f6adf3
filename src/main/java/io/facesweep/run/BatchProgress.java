package io.facesweep.run;

/** Hears how a batch comes along, on the thread that runs it. */
@FunctionalInterface
public interface BatchProgress {
  /** Hears nothing. */
  BatchProgress NONE = (phase, step, steps, gradientNorm) -> {};

  /**
   * All stages of the batch have done a step.
   *
   * @param phase e.g. {@code geometry}
   * @param step from 0
   * @param steps how many the phase has
   * @param gradientNorm of the last of them
   */
  void onStep(String phase, int step, int steps, double gradientNorm);
}
