package io.facesweep.plan;

import io.facesweep.settings.Axis;
import io.facesweep.settings.Level;
import java.util.List;
import java.util.Map;

/**
 * What a sweep will run. Immutable; the same for the same configuration and fingerprints.
 *
 * @param sweep its name
 * @param axes what varies
 * @param baseline level of each axis to compare with
 * @param prompts number of prompts
 * @param combinations number of combinations of levels, those excluded not counted
 * @param excluded number of combinations left out
 * @param seeds number of seeds
 * @param trials prompt by prompt, within it combination by combination, within it seed by seed
 * @param geometryStages each once, in the order of the first trial that has it
 * @param textureStages each once, joint ones too, in the order of the first trial that has it
 */
public record SweepPlan(
    String sweep,
    List<Axis> axes,
    Map<String, Level> baseline,
    int prompts,
    int combinations,
    long excluded,
    int seeds,
    List<Trial> trials,
    List<Stage> geometryStages,
    List<Stage> textureStages) {
  public SweepPlan {
    trials = List.copyOf(trials);
    geometryStages = List.copyOf(geometryStages);
    textureStages = List.copyOf(textureStages);
  }
}
