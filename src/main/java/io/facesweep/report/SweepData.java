package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.analysis.Factor;
import io.facesweep.analysis.SweepEffects;
import io.facesweep.store.SettingsColumns;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.StoredTrial;
import io.facesweep.store.SweepFolder;
import io.facesweep.store.TableReader;
import io.facesweep.store.TableRow;
import io.facesweep.store.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a report tells, from the tables of a sweep.
 *
 * @param name of the sweep
 * @param factors what it varies
 * @param prompts in the order of the trials
 * @param seeds in the order of the trials
 * @param trials by index
 * @param effects in the order of the table of effects
 * @param files by stage
 * @param curves by stage
 */
record SweepData(
    String name,
    List<Factor> factors,
    List<String> prompts,
    List<Long> seeds,
    List<ReportTrial> trials,
    List<Effect> effects,
    Map<String, List<StageFile>> files,
    Map<String, StageCurve> curves) {

  private static final String METRIC = "metric_";
  private static final Set<String> SECONDS = Set.of("geometry_seconds", "texture_seconds");

  /**
   * Reads the tables; makes those that are not there, and the table of effects in any case.
   *
   * @throws io.facesweep.UserException if there is no such sweep, or its tables cannot be read
   */
  static SweepData read(StageStore store, String sweep) {
    StoredSweep stored = new SweepFolder(store, sweep).read();
    if (!new TableReader(store, "trials", sweep).exists()) {
      Tables.rebuild(store, sweep);
    }
    List<Effect> effects = SweepEffects.tabulate(store, sweep);
    List<Factor> factors = new ArrayList<>();
    stored
        .factors()
        .forEach((key, levels) -> factors.add(factor(key, levels, stored.baseline().get(key))));
    List<ReportTrial> trials = trials(store, stored, factors);
    return new SweepData(
        stored.name(),
        factors,
        trials.stream().map(ReportTrial::prompt).distinct().toList(),
        trials.stream().map(ReportTrial::seed).distinct().toList(),
        trials,
        effects,
        files(store, sweep),
        curves(store, sweep));
  }

  private static Factor factor(String key, List<String> levels, @Nullable String baseline) {
    return new Factor(key, levels, baseline == null ? levels.get(0) : baseline);
  }

  private static List<ReportTrial> trials(
      StageStore store, StoredSweep stored, List<Factor> factors) {
    Map<Integer, StoredTrial> planned = new HashMap<>();
    stored.trials().forEach(trial -> planned.put(trial.index(), trial));
    TableReader table = new TableReader(store, "trials", stored.name());
    List<String> metrics =
        table.columns().stream().filter(c -> c.startsWith(METRIC) || SECONDS.contains(c)).toList();
    Set<String> wanted =
        Set.of(
            "trial_index",
            "trial_id",
            "prompt",
            "prompt_text",
            "seed",
            "status",
            "error",
            "error_phase",
            "error_step",
            "cost_seconds",
            "host",
            "device",
            "started_at",
            "finished_at",
            "geometry_stage",
            "texture_stage");
    Map<Integer, ReportTrial> trials = new TreeMap<>();
    table.read(
        c -> wanted.contains(c) || metrics.contains(c) || c.startsWith("factor_"),
        row -> {
          int index = (int) row.whole("trial_index");
          StoredTrial plan = planned.get(index);
          trials.put(
              index,
              trial(row, index, factors, metrics, plan == null ? Map.of() : plan.settings()));
        });
    return List.copyOf(trials.values());
  }

  private static ReportTrial trial(
      TableRow row,
      int index,
      List<Factor> factors,
      List<String> metrics,
      Map<String, Object> settings) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String column : metrics) {
      if (row.value(column) != null) {
        String name = column.startsWith(METRIC) ? column.substring(METRIC.length()) : column;
        values.put(name, row.number(column));
      }
    }
    List<String> levels =
        factors.stream()
            .map(f -> String.valueOf(row.text("factor_" + SettingsColumns.snakeCase(f.name()))))
            .toList();
    return new ReportTrial(
        index,
        String.valueOf(row.text("trial_id")),
        String.valueOf(row.text("prompt")),
        String.valueOf(row.text("prompt_text")),
        row.whole("seed"),
        levels,
        String.valueOf(row.text("status")),
        row.text("error"),
        row.text("error_phase"),
        row.value("error_step") == null ? null : row.whole("error_step"),
        values,
        row.number("cost_seconds"),
        row.text("host"),
        row.text("device"),
        row.time("started_at"),
        row.time("finished_at"),
        row.text("geometry_stage"),
        row.text("texture_stage"),
        settings);
  }

  private static Map<String, List<StageFile>> files(StageStore store, String sweep) {
    Map<String, List<StageFile>> files = new HashMap<>();
    new TableReader(store, "assets", sweep)
        .read(
            column -> true,
            row ->
                files
                    .computeIfAbsent(String.valueOf(row.text("stage")), s -> new ArrayList<>())
                    .add(
                        new StageFile(
                            String.valueOf(row.text("name")),
                            String.valueOf(row.text("path")),
                            row.whole("bytes"),
                            String.valueOf(row.text("sha256")),
                            String.valueOf(row.text("media_type")))));
    return files;
  }

  private static Map<String, StageCurve> curves(StageStore store, String sweep) {
    Map<String, StageCurve> curves = new HashMap<>();
    Set<String> wanted = Set.of("stage", "phase", "step");
    new TableReader(store, "steps", sweep)
        .read(
            column -> wanted.contains(column) || StageCurve.SERIES.contains(column),
            row ->
                curves
                    .computeIfAbsent(
                        String.valueOf(row.text("stage")),
                        s -> new StageCurve(String.valueOf(row.text("phase"))))
                    .add(row));
    return curves;
  }

  /** Factors that have something to compare. */
  List<Integer> comparable() {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < factors.size(); i++) {
      if (factors.get(i).levels().size() > 1) {
        numbers.add(i);
      }
    }
    return numbers;
  }

  /** The file of a stage that has this name. */
  @Nullable StageFile file(@Nullable String stage, String name) {
    if (stage == null) {
      return null;
    }
    return files.getOrDefault(stage, List.of()).stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElse(null);
  }
}
