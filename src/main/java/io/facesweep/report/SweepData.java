package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.analysis.Factor;
import io.facesweep.analysis.SweepEffects;
import io.facesweep.store.SettingsColumns;
import io.facesweep.store.StageFile;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.StoredTrial;
import io.facesweep.store.SweepFolder;
import io.facesweep.tables.SweepRecords;
import io.facesweep.tables.TableReader;
import io.facesweep.tables.TableRow;
import io.facesweep.tables.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a report tells, from the plan and the records of a sweep: its tables are for
 * others to read.
 *
 * @param name of the sweep
 * @param factors what it varies
 * @param prompts in the order of the trials
 * @param seeds in the order of the trials
 * @param trials by index
 * @param effects in the order of the table of effects
 * @param files by stage
 * @param curves by stage
 * @param stagesByUser how many stages have a record of each user; the empty name is that of none
 * @param problems records and step curves that could not be relied on, a line each
 */
record SweepData(
    String name,
    List<Factor> factors,
    List<String> prompts,
    List<Long> seeds,
    List<ReportTrial> trials,
    List<Effect> effects,
    Map<String, List<StageFile>> files,
    Map<String, StageCurve> curves,
    Map<String, Integer> stagesByUser,
    List<String> problems) {

  private static final String METRIC = "metric_";
  private static final Set<String> SECONDS = Set.of("geometry_seconds", "texture_seconds");

  /**
   * Reads plan and records; makes tables that are not there, and the table of effects in any case.
   *
   * @throws io.facesweep.UserException if there is no such sweep, or its output cannot be reached
   */
  static SweepData read(StageStore store, String sweep) {
    StoredSweep stored = new SweepFolder(store, sweep).read();
    if (!new TableReader(store, "trials", sweep).exists()) {
      Tables.rebuild(store, sweep);
    }
    Map<String, List<StageFile>> files = new HashMap<>();
    Map<String, StageCurve> curves = new HashMap<>();
    SweepRecords records =
        SweepRecords.read(
            store,
            stored,
            (record, steps) -> {
              String id = record.id();
              files.put(id, StageFile.of(record));
              if (!steps.isEmpty()) {
                curves.put(id, new StageCurve(steps));
              }
            });
    List<Effect> effects = SweepEffects.tabulate(store, stored, records);
    List<Factor> factors = new ArrayList<>();
    stored
        .factors()
        .forEach((key, levels) -> factors.add(factor(key, levels, stored.baseline().get(key))));
    List<ReportTrial> trials = trials(records, stored, factors);
    return new SweepData(
        sweep,
        factors,
        trials.stream().map(ReportTrial::prompt).distinct().toList(),
        trials.stream().map(ReportTrial::seed).distinct().toList(),
        trials,
        effects,
        files,
        curves,
        records.stagesByUser(),
        records.problems());
  }

  private static Factor factor(String key, List<String> levels, @Nullable String baseline) {
    return new Factor(key, levels, baseline == null ? levels.get(0) : baseline);
  }

  private static List<ReportTrial> trials(
      SweepRecords records, StoredSweep stored, List<Factor> factors) {
    Map<Integer, StoredTrial> planned = new HashMap<>();
    stored.trials().forEach(trial -> planned.put(trial.index(), trial));
    List<String> metrics =
        records.columns().stream()
            .filter(c -> c.startsWith(METRIC) || SECONDS.contains(c))
            .toList();
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
    records.trials(
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
