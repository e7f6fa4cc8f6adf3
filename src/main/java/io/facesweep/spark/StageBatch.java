package io.facesweep.spark;

import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import java.util.List;

/**
 * What a runner is given.
 *
 * @param kind of all its stages
 * @param stages at least one, of one shape
 * @param coefficients of the geometry that each texture stage stands on, in the order of the
 *     stages; an empty array where it stands on none
 */
public record StageBatch(StageKind kind, List<Stage> stages, List<float[]> coefficients) {
  public StageBatch {
    stages = List.copyOf(stages);
    coefficients = List.copyOf(coefficients);
    if (stages.isEmpty() || stages.size() != coefficients.size()) {
      throw new IllegalArgumentException(
          "Invalid batch: %d stages with %d geometries (expected as many, at least 1)"
              .formatted(stages.size(), coefficients.size()));
    }
  }

  /** A batch of one of its stages. */
  public StageBatch alone(int index) {
    return new StageBatch(kind, List.of(stages.get(index)), List.of(coefficients.get(index)));
  }
}
