package io.facesweep.report;

import io.facesweep.analysis.Factor;
import io.facesweep.store.SettingsColumns;
import io.facesweep.store.StoredTrial;
import io.facesweep.tables.TrialRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The trials of several sweeps under numbers of their own, each at a level of every factor that any
 * of the sweeps has, and of the factor whose levels are the sweeps.
 */
final class JoinedTrials {
  /** The factor whose levels are the sweeps. */
  static final String FACTOR = "sweep";

  private final List<String> names;
  private final List<Factor> factors;
  private final List<ReportTrial> trials = new ArrayList<>();

  /**
   * @param parts the sweeps, two or more
   */
  JoinedTrials(List<SweepData> parts) {
    this.names = names(parts);
    Map<String, Set<String>> levels = new LinkedHashMap<>();
    Map<String, String> baselines = new HashMap<>(Map.of(FACTOR, names.get(0)));
    levels.put(FACTOR, new LinkedHashSet<>(names));
    for (SweepData part : parts) {
      for (Factor factor : part.factors()) {
        levels.computeIfAbsent(factor.name(), f -> new LinkedHashSet<>()).addAll(factor.levels());
        baselines.putIfAbsent(factor.name(), factor.baseline());
      }
    }
    for (int part = 0; part < parts.size(); part++) {
      for (ReportTrial trial : parts.get(part).trials()) {
        add(part, trial, levels);
      }
    }
    this.factors =
        levels.entrySet().stream()
            .map(
                factor ->
                    new Factor(
                        factor.getKey(),
                        List.copyOf(factor.getValue()),
                        Objects.requireNonNull(baselines.get(factor.getKey()))))
            .toList();
  }

  /** The sweeps' names, with a number where two have one name. */
  private static List<String> names(List<SweepData> parts) {
    List<String> names = new ArrayList<>();
    for (SweepData part : parts) {
      String name = part.name();
      for (int i = 2; names.contains(name); i++) {
        name = part.name() + " " + i;
      }
      names.add(name);
    }
    return names;
  }

  /** Adds a trial under a number of its own, and its levels to those that there are. */
  private void add(int part, ReportTrial trial, Map<String, Set<String>> levels) {
    StoredTrial stored = trial.row().trial();
    Map<String, String> placed = new LinkedHashMap<>();
    for (Map.Entry<String, Set<String>> factor : levels.entrySet()) {
      String level =
          factor.getKey().equals(FACTOR) ? names.get(part) : level(stored, factor.getKey());
      factor.getValue().add(level);
      placed.put(factor.getKey(), level);
    }
    TrialRow row = trial.row();
    trials.add(
        new ReportTrial(
            new TrialRow(
                new StoredTrial(
                    trials.size(),
                    stored.id(),
                    stored.prompt(),
                    stored.promptText(),
                    stored.seed(),
                    placed,
                    stored.settings(),
                    stored.geometryStage(),
                    stored.textureStage(),
                    stored.start()),
                row.geometry(),
                row.texture(),
                row.sharing(),
                row.start()),
            List.copyOf(placed.values()),
            trial.metrics()));
  }

  /** Returns the level that a trial has of a factor: as its sweep varies it, or as it is set. */
  static String level(StoredTrial trial, String factor) {
    String level = trial.factors().get(factor);
    Object set = trial.settings().get(SettingsColumns.snakeCase(factor));
    return level != null ? level : set == null ? Numbers.NONE : set.toString();
  }

  /** Returns the sweeps' names, with a number where two have one name. */
  List<String> names() {
    return names;
  }

  /** Returns the factors that any sweep has, the sweeps themselves first. */
  List<Factor> factors() {
    return factors;
  }

  /** Returns the trials by their new numbers. */
  List<ReportTrial> all() {
    return trials;
  }
}
