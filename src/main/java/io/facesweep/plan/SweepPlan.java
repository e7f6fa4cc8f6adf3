package io.facesweep.plan;

import io.facesweep.settings.Axis;
import io.facesweep.settings.Design;
import io.facesweep.settings.DesignAxis;
import io.facesweep.settings.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a sweep will run. Immutable; the same for the same configuration and fingerprints.
 *
 * @param sweep its name
 * @param axes what varies
 * @param baseline level of each axis to compare with
 * @param design which combinations of levels there are
 * @param prompts number of prompts
 * @param combinations number of combinations of levels, those excluded not counted
 * @param excluded number of combinations left out
 * @param seeds number of seeds
 * @param trials prompt by prompt, within it combination by combination, within it seed by seed
 * @param geometryStages each once, in the order of the first trial that has it
 * @param textureStages each once, joint ones too, in the order of the first trial that has it
 * @param starts what trials have before their first step, each once, in the order of the first
 *     trial that has it
 * @param fingerprints what the models of the trials contain
 */
public record SweepPlan(
    String sweep,
    List<Axis> axes,
    Map<String, Level> baseline,
    Design design,
    int prompts,
    int combinations,
    long excluded,
    int seeds,
    List<Trial> trials,
    List<Stage> geometryStages,
    List<Stage> textureStages,
    List<Start> starts,
    Fingerprints fingerprints) {
  public SweepPlan {
    trials = List.copyOf(trials);
    geometryStages = List.copyOf(geometryStages);
    textureStages = List.copyOf(textureStages);
    starts = List.copyOf(starts);
  }

  /**
   * Ids of the stages that only trials of later prompts have.
   *
   * @param first number of prompts that are not later, in their order
   */
  public Set<String> stagesAfter(int first) {
    Set<String> seen = new HashSet<>();
    Set<String> needed = new HashSet<>();
    Set<String> later = new HashSet<>();
    for (Trial trial : trials) {
      seen.add(trial.prompt());
      Set<String> stages = seen.size() > first ? later : needed;
      Stream.of(trial.geometryStage(), trial.textureStage())
          .filter(Objects::nonNull)
          .forEach(stages::add);
    }
    later.removeAll(needed);
    return later;
  }

  /** Returns the plan with the same trials, stages and starts by other ids. */
  public SweepPlan with(
      List<Trial> named, List<Stage> geometries, List<Stage> textures, List<Start> begun) {
    return new SweepPlan(
        sweep,
        axes,
        baseline,
        design,
        prompts,
        combinations,
        excluded,
        seeds,
        named,
        geometries,
        textures,
        begun,
        fingerprints);
  }

  /** The axes as its design sees them. */
  public List<DesignAxis> layout() {
    return DesignAxis.of(axes, baseline);
  }
}
