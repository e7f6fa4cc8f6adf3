package io.facesweep.plan;

import io.facesweep.settings.BatchKey;
import io.facesweep.settings.ModelSettings;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Stages that run in lockstep as one task.
 *
 * @param index from 0 among the batches of its kind
 * @param shape of all its stages
 * @param stages at least one, all with the same models
 */
public record Batch(int index, BatchKey shape, List<Stage> stages) implements Serializable {
  public Batch {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("Invalid stages: [] (expected at least 1)");
    }
    ModelSettings models = stages.get(0).models();
    for (Stage stage : stages) {
      if (!stage.shape().equals(shape)) {
        throw new IllegalArgumentException(
            "Invalid stage %s: %s (expected the batch's shape, %s)"
                .formatted(stage.id(), stage.shape(), shape));
      }
      if (!stage.models().equals(models)) {
        throw new IllegalArgumentException(
            "Invalid stage %s: %s (expected the batch's models, %s)"
                .formatted(stage.id(), stage.models(), models));
      }
    }
  }

  public StageKind kind() {
    return StageKind.of(shape);
  }

  /** What all its stages are computed with. */
  public ModelSettings models() {
    return stages.get(0).models();
  }

  /**
   * Ids of the geometry stages that must have ended before, distinct, in the order of the stages.
   */
  public List<String> geometryStages() {
    return stages.stream()
        .map(Stage::geometryStage)
        .filter(Objects::nonNull)
        .distinct()
        .collect(Collectors.toList());
  }
}
