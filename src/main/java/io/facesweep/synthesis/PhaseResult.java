package io.facesweep.synthesis;

import java.util.List;
import java.util.function.Function;

/**
 * How a phase ended for one trial of a batch.
 *
 * @param <T> {@link GeometryOutcome} or {@link TextureOutcome}
 */
public sealed interface PhaseResult<T> {
  /** What {@code done} makes of the outcome, or {@code failed} of the failure. */
  <R> R fold(Function<T, R> done, Function<Failed<T>, R> failed);

  /** The phase ran to its end. */
  record Done<T>(T outcome) implements PhaseResult<T> {
    @Override
    public <R> R fold(Function<T, R> done, Function<Failed<T>, R> failed) {
      return done.apply(outcome);
    }
  }

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

    @Override
    public <R> R fold(Function<T, R> done, Function<Failed<T>, R> failed) {
      return failed.apply(this);
    }
  }
}
