package io.facesweep.synthesis;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a whole trial ended. */
public sealed interface TrialResult {
  TrialSpec trial();

  /** The steps of all phases, in order, as far as they came. */
  List<StepRecord> steps();

  /**
   * All phases of the trial ran.
   *
   * @param geometry always there: optimised, given, or the outcome of joint optimisation
   * @param texture null for {@code phases = geometry-only}
   */
  record Completed(TrialSpec trial, GeometryOutcome geometry, @Nullable TextureOutcome texture)
      implements TrialResult {
    @Override
    public List<StepRecord> steps() {
      return texture == null ? geometry.steps() : joined(geometry.steps(), texture.steps());
    }
  }

  /** The trial failed; {@code steps} holds what it did until then. */
  record Failed(TrialSpec trial, TrialFailure failure, List<StepRecord> steps)
      implements TrialResult {
    public Failed {
      steps = List.copyOf(steps);
    }
  }

  /** Two step curves, one after the other. */
  static List<StepRecord> joined(List<StepRecord> first, List<StepRecord> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
