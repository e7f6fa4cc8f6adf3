package io.facesweep.synthesis;

import java.util.List;

/**
 * How a phase ended for one trial of a batch.
 *
 * @param <T> {@link GeometryOutcome} or {@link TextureOutcome}
 */
public sealed interface PhaseResult<T> {
  /** The phase ran to its end. */
  record Done<T>(T outcome) implements PhaseResult<T> {}

  /**
   * The trial was dropped.
   *
   * @param failure why
   * @param steps its step curve up to and including the step that failed
   */
  record Failed<T>(TrialFailure failure, List<StepRecord> steps) implements PhaseResult<T> {
    public Failed {
      steps = List.copyOf(steps);
    }
  }
}
