package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.analysis.Factor;
import io.facesweep.analysis.SweepEffects;
import io.facesweep.analysis.SweepImportance;
import io.facesweep.analysis.TrialTable;
import io.facesweep.store.SettingsColumns;
import io.facesweep.store.StageFile;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.StoredTrial;
import io.facesweep.tables.CellDiversity;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.ImportanceRow;
import io.facesweep.tables.StartComparison;
import io.facesweep.tables.TrialRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Several sweeps as one: their trials, joined on the factors that they share, with the sweep itself
 * as one more factor. A factor that a sweep does not vary has there the level that its trials are
 * set to.
 */
final class JoinedSweeps {
  /** The factor whose levels are the sweeps. */
  static final String FACTOR = "sweep";

  private final List<SweepData> parts;
  private final List<String> names;
  private final List<Factor> factors;
  private final List<ReportTrial> trials = new ArrayList<>();
  private final StoredSweep asked;

  private JoinedSweeps(List<SweepData> parts, StoredSweep asked) {
    this.parts = parts;
    this.asked = asked;
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

  /**
   * Joins sweeps.
   *
   * @param parts two or more
   * @param asked the sweep whose questions are asked of all
   */
  static SweepData of(List<SweepData> parts, StoredSweep asked) {
    return new JoinedSweeps(parts, asked).joined();
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

  /** The level that a trial has of a factor: as its sweep varies it, or as it is set. */
  private static String level(StoredTrial trial, String factor) {
    String level = trial.factors().get(factor);
    Object set = trial.settings().get(SettingsColumns.snakeCase(factor));
    return level != null ? level : set == null ? Numbers.NONE : set.toString();
  }

  private SweepData joined() {
    SweepDifferences differences = new SweepDifferences(parts, names, factors);
    boolean isOneInstrument = differences.isOneInstrument();
    Map<String, List<StageFile>> files = new HashMap<>();
    Map<String, StageCurve> curves = new HashMap<>();
    Map<String, Integer> users = new TreeMap<>();
    Origins origins =
        Origins.measuredWith(isOneInstrument ? parts.get(0).origins().instrument() : null);
    for (SweepData part : parts) {
      part.files().forEach(files::putIfAbsent);
      part.curves().forEach(curves::putIfAbsent);
      part.stagesByUser().forEach((user, stages) -> users.merge(user, stages, Integer::sum));
      origins.add(part.origins());
    }
    List<StartComparison> starts = starts();
    TrialTable table = table();
    List<Effect> effects =
        SweepEffects.ofJoined(table, asked, starts).stream()
            .filter(effect -> isOneInstrument || !isAboutSweeps(effect.row().comparison()))
            .toList();
    List<ImportanceRow> importance = isOneInstrument ? SweepImportance.of(table) : List.of();
    StoredSweep plan =
        new StoredSweep(
            String.join("+", names),
            asked.factors(),
            asked.baseline(),
            asked.design(),
            asked.analysis(),
            asked.looks(),
            asked.trials());
    return new SweepData(
        plan,
        factors,
        trials.stream().map(ReportTrial::prompt).distinct().toList(),
        trials.stream().map(ReportTrial::seed).distinct().toList(),
        trials,
        effects,
        importance,
        files,
        curves,
        parts.stream().flatMap(part -> part.unmeasured().stream()).distinct().toList(),
        starts,
        parts.stream().mapToInt(SweepData::withoutStart).sum(),
        diversity(),
        users,
        origins,
        problems(),
        differences.lines());
  }

  private static boolean isAboutSweeps(Comparison comparison) {
    Comparison.Change other = comparison.other();
    return comparison.change().factor().equals(FACTOR)
        || other != null && other.factor().equals(FACTOR);
  }

  private TrialTable table() {
    List<Measured> measures = Measured.of(parts);
    TrialTable.Builder table =
        new TrialTable.Builder(factors, measures.stream().map(Measured::name).toList());
    measures.forEach(measure -> table.direct(measure.name(), measure.direction()));
    for (ReportTrial trial : trials) {
      table.add(
          trial.prompt(),
          trial.seed(),
          trial.levels().toArray(new String[0]),
          measures.stream().mapToDouble(measure -> measure.of(trial)).toArray());
    }
    return table.build();
  }

  /** Whether doing nothing scores better, over the trials of all sweeps. */
  private List<StartComparison> starts() {
    List<StartComparison> starts = new ArrayList<>();
    for (Measured measure : Measured.of(parts)) {
      Map<String, double[]> byPrompt = new HashMap<>();
      int count = 0;
      for (ReportTrial trial : trials) {
        double end = measure.of(trial);
        double start = trial.startMetrics().getOrDefault(measure.name(), Double.NaN);
        if (Double.isFinite(start) && Double.isFinite(end)) {
          double[] sums = byPrompt.computeIfAbsent(trial.prompt(), p -> new double[3]);
          sums[0] += start;
          sums[1] += end;
          sums[2]++;
          count++;
        }
      }
      if (count > 0) {
        starts.add(
            new StartComparison(
                measure.name(), measure.direction(), count, mean(byPrompt, 0), mean(byPrompt, 1)));
      }
    }
    return starts;
  }

  private static double mean(Map<String, double[]> byPrompt, int part) {
    return byPrompt.values().stream().mapToDouble(s -> s[part] / s[2]).average().orElse(Double.NaN);
  }

  private List<CellDiversity> diversity() {
    List<CellDiversity> cells = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      StoredTrial any =
          parts.get(i).trials().isEmpty() ? null : parts.get(i).trials().get(0).row().trial();
      for (CellDiversity cell : parts.get(i).diversity()) {
        Map<String, String> levels = new LinkedHashMap<>();
        for (Factor factor : factors) {
          String own = cell.factors().get(factor.name());
          levels.put(
              factor.name(),
              factor.name().equals(FACTOR)
                  ? names.get(i)
                  : own != null || any == null ? String.valueOf(own) : level(any, factor.name()));
        }
        cells.add(
            new CellDiversity(
                levels, cell.trials(), cell.prompts(), cell.amongPrompts(), cell.amongSeeds()));
      }
    }
    return cells;
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String name = names.get(i);
      parts.get(i).problems().forEach(problem -> problems.add(name + ": " + problem));
    }
    return problems;
  }
}
