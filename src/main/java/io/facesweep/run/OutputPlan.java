package io.facesweep.run;

import io.facesweep.plan.Stage;
import io.facesweep.plan.Start;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.Trial;
import io.facesweep.store.SettingsColumns;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.StoredTrial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a sweep with the ids that an output has. Another version of FaceSweep gives other ids
 * to the same trials, and so does another number format: which stage of the output is which trial's
 * is said by the plan that the output keeps. Trials are the same by prompt, seed and levels.
 */
final class OutputPlan {
  /** What a head and its texture are made of again with, and what they are compared with. */
  private static final List<String> NEEDED =
      List.of(
          "phases",
          "geometry_coefficients",
          "texture_resolution",
          "texture_wrap",
          "texture_init",
          "texture_init_texture");

  private final Map<Object, StoredTrial> stored = new HashMap<>();
  private final Map<String, Stage> planned = new HashMap<>();
  private final Map<String, Start> plannedStarts = new HashMap<>();
  private final List<Trial> trials = new ArrayList<>();
  private final Map<String, Stage> geometryStages = new LinkedHashMap<>();
  private final Map<String, Stage> textureStages = new LinkedHashMap<>();
  private final Map<String, Start> starts = new LinkedHashMap<>();
  private final Map<String, Integer> problems = new LinkedHashMap<>();
  private final SweepPlan plan;
  private int others;

  private OutputPlan(SweepPlan plan, StoredSweep output) {
    for (StoredTrial trial : output.trials()) {
      stored.put(key(trial.promptText(), trial.seed(), trial.factors()), trial);
    }
    plan.geometryStages().forEach(stage -> planned.put(stage.id(), stage));
    plan.textureStages().forEach(stage -> planned.put(stage.id(), stage));
    plan.starts().forEach(start -> plannedStarts.put(start.id(), start));
    plan.trials().forEach(this::add);
    others = stored.size();
    this.plan =
        plan.with(
            trials,
            List.copyOf(geometryStages.values()),
            List.copyOf(textureStages.values()),
            List.copyOf(starts.values()));
  }

  /**
   * @param plan of the configuration
   * @param output what the output says of the sweep
   */
  static OutputPlan of(SweepPlan plan, StoredSweep output) {
    return new OutputPlan(plan, output);
  }

  /**
   * Returns the plan of the configuration's trials with settings and models as the configuration
   * has them, and with the output's ids of trials, stages and starts. Trials that the output's plan
   * does not have keep their own.
   */
  SweepPlan plan() {
    return plan;
  }

  /** Returns why trials of the output are left as they are, a line each. */
  List<String> problems() {
    List<String> lines = new ArrayList<>();
    problems.forEach(
        (reason, count) ->
            lines.add("Cannot measure %d trials: %s%s".formatted(count, reason, remedy())));
    if (others > 0) {
      lines.add(
          "%d trials of the output are not measured: the configuration has none with their prompt, seed and levels%s"
              .formatted(others, remedy()));
    }
    return lines;
  }

  private String remedy() {
    return " (measure with the sweep's own, sweeps/%s/effective.conf)".formatted(plan.sweep());
  }

  private static Object key(String promptText, long seed, Map<String, String> factors) {
    return List.of(promptText, seed, factors);
  }

  private void add(Trial trial) {
    StoredTrial found = stored.remove(key(trial.promptText(), trial.seed(), trial.factors()));
    if (found != null && !found.id().equals(trial.id())) {
      String difference = difference(trial, found);
      if (difference != null) {
        problems.merge(difference, 1, Integer::sum);
        found = null;
      }
    }
    if (found == null) {
      add(trial, trial.id(), trial.geometryStage(), trial.textureStage(), trial.start());
    } else {
      String start = Objects.requireNonNullElse(found.start(), trial.start());
      add(trial, found.id(), found.geometryStage(), found.textureStage(), start);
    }
  }

  /**
   * What of a trial's settings the measures need and the output has otherwise; null for nothing.
   */
  private static @Nullable String difference(Trial trial, StoredTrial found) {
    Map<String, Object> settings = SettingsColumns.of(trial.settings());
    for (String column : NEEDED) {
      Object then = found.settings().get(column);
      Object now = settings.get(column);
      if (then != null && !then.equals(now)) {
        return "they were computed with %s = %s, and the configuration says %s"
            .formatted(column, then, now);
      }
    }
    return null;
  }

  private void add(
      Trial trial, String id, @Nullable String geometry, @Nullable String texture, String start) {
    put(geometryStages, trial.geometryStage(), geometry, null);
    put(textureStages, trial.textureStage(), texture, geometry);
    Start begun = Objects.requireNonNull(plannedStarts.get(trial.start()), trial.start());
    starts.putIfAbsent(start, begun.withId(start));
    trials.add(trial.withIds(id, geometry, texture, start));
  }

  /** The stages of one trial are of the same kinds in both plans, for its phases are the same. */
  private void put(
      Map<String, Stage> stages,
      @Nullable String own,
      @Nullable String id,
      @Nullable String geometry) {
    if (own != null && id != null) {
      Stage stage = Objects.requireNonNull(planned.get(own), own);
      stages.putIfAbsent(id, stage.withIds(id, geometry));
    }
  }
}
