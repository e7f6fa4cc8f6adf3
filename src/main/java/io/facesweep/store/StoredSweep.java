package io.facesweep.store;

import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.Trial;
import io.facesweep.settings.Axis;
import java.util.ArrayList;
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
 * @param trials in order
 */
public record StoredSweep(
    String name,
    Map<String, List<String>> factors,
    Map<String, String> baseline,
    List<StoredTrial> trials) {
  public StoredSweep {
    trials = List.copyOf(trials);
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
    IdentityHashMap<Object, Map<String, Object>> settings = new IdentityHashMap<>();
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
              settings.computeIfAbsent(trial.settings(), s -> SettingsColumns.of(trial.settings())),
              trial.geometryStage(),
              trial.textureStage()));
    }
    return new StoredSweep(plan.sweep(), factors, baseline, trials);
  }
}
