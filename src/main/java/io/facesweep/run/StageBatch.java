package io.facesweep.run;

import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import java.util.List;

/**
 * What a runner is given.
 *
 * @param kind of all its stages
 * @param stages at least one, of one shape
 * @param geometries that the texture stages stand on, in the order of the stages
 */
public record StageBatch(StageKind kind, List<Stage> stages, List<StoredGeometry> geometries) {
  public StageBatch {
    stages = List.copyOf(stages);
    geometries = List.copyOf(geometries);
    if (stages.isEmpty() || stages.size() != geometries.size()) {
      throw new IllegalArgumentException(
          "Invalid batch: %d stages with %d geometries (expected as many, at least 1)"
              .formatted(stages.size(), geometries.size()));
    }
  }

  /** How many stages it has. */
  public int size() {
    return stages.size();
  }

  /** A batch of one of its stages. */
  public StageBatch alone(int index) {
    return part(index, index + 1);
  }

  /** A batch of its first stages, or of all if it has no more than that. */
  public StageBatch first(int most) {
    return part(0, Math.min(most, size()));
  }

  /** A batch of its stages from one on. */
  public StageBatch from(int index) {
    return part(index, size());
  }

  private StageBatch part(int from, int to) {
    return new StageBatch(kind, stages.subList(from, to), geometries.subList(from, to));
  }
}
