package io.facesweep.store;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.Trial;
import io.facesweep.settings.AnalysisSettings;
import io.facesweep.settings.Axis;
import io.facesweep.settings.Design;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sweep planned, as its folder keeps it.
 *
 * @param name of the sweep
 * @param factors levels by axis key, in the order of the file
 * @param baseline the level of each axis to compare with
 * @param design which combinations of levels there are
 * @param analysis what its effects are asked
 * @param looks after how many prompts it may end, rising, the last all of them; none where it may
 *     not
 * @param trials in order
 */
public record StoredSweep(
    String name,
    Map<String, List<String>> factors,
    Map<String, String> baseline,
    Design design,
    AnalysisSettings analysis,
    List<Integer> looks,
    List<StoredTrial> trials) {
  public StoredSweep {
    looks = List.copyOf(looks);
    trials = List.copyOf(trials);
  }

  /** Returns the measures that decide; none where none was named. */
  public List<String> confirmatory() {
    return analysis.confirmatory();
  }

  /** Returns the design's name, e.g. {@code full}. */
  public String designName() {
    return design.text();
  }

  /** Tells whether effects are of pairs of trials that are equal in all else. */
  public boolean isOfPairs() {
    return design.isOfPairs();
  }

  /** What there is to keep of a plan. */
  public static StoredSweep of(SweepPlan plan) {
    Map<String, List<String>> factors = new LinkedHashMap<>();
    Map<String, String> baseline = new LinkedHashMap<>();
    for (Axis axis : plan.axes()) {
      factors.put(axis.key(), axis.levels().stream().map(level -> level.text()).toList());
      var level = plan.baseline().get(axis.key());
      baseline.put(axis.key(), level == null ? axis.levels().get(0).text() : level.text());
    }
    // by settings of the planner, of which there are few, each one object
    IdentityHashMap<Object, Map<Object, Map<String, Object>>> settings = new IdentityHashMap<>();
    List<StoredTrial> trials = new ArrayList<>();
    for (Trial trial : plan.trials()) {
      trials.add(
          new StoredTrial(
              trial.index(),
              trial.id(),
              trial.prompt(),
              trial.promptText(),
              trial.seed(),
              trial.factors(),
              settings
                  .computeIfAbsent(trial.settings(), s -> new HashMap<>())
                  .computeIfAbsent(
                      trial.models(), m -> SettingsColumns.of(trial, plan.fingerprints())),
              trial.geometryStage(),
              trial.textureStage(),
              trial.start()));
    }
    return new StoredSweep(
        plan.sweep(),
        factors,
        baseline,
        plan.design(),
        AnalysisSettings.DEFAULT,
        List.of(),
        trials);
  }

  /**
   * Returns the sweep with the questions of a configuration: its analysis, and its baselines as far
   * as they are levels of the sweep.
   */
  public StoredSweep asking(SweepConfig config) {
    Map<String, String> asked = new LinkedHashMap<>(baseline);
    config
        .sweep()
        .baseline()
        .forEach(
            (axis, level) -> {
              if (factors.getOrDefault(axis, List.of()).contains(level.text())) {
                asked.put(axis, level.text());
              }
            });
    return new StoredSweep(name, factors, asked, design, config.analysis(), looks, trials);
  }

  /** Returns the sweep with starts, by id of the trial, where its trials name none. */
  StoredSweep startingAt(Map<String, String> starts) {
    List<StoredTrial> begun =
        trials.stream().map(t -> t.start() == null ? t.startingAt(starts.get(t.id())) : t).toList();
    return new StoredSweep(name, factors, baseline, design, analysis, looks, begun);
  }

  /** Returns the sweep where it may end after some of its prompts. */
  public StoredSweep lookedAt(List<Integer> after) {
    return new StoredSweep(name, factors, baseline, design, analysis, after, trials);
  }
}
