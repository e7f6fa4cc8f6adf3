package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.analysis.Factor;
import io.facesweep.analysis.SweepEffects;
import io.facesweep.analysis.SweepImportance;
import io.facesweep.analysis.TrialTable;
import io.facesweep.store.StageFile;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.StoredTrial;
import io.facesweep.tables.CellDiversity;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.ImportanceRow;
import io.facesweep.tables.StartComparison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Several sweeps as one: their trials, joined on the factors that they share, with the sweep itself
 * as one more factor. A factor that a sweep does not vary has there the level that its trials are
 * set to.
 */
final class JoinedSweeps {
  private final List<SweepData> parts;
  private final StoredSweep asked;
  private final JoinedTrials trials;

  private JoinedSweeps(List<SweepData> parts, StoredSweep asked) {
    this.parts = parts;
    this.asked = asked;
    this.trials = new JoinedTrials(parts);
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

  private SweepData joined() {
    SweepDifferences differences = new SweepDifferences(parts, trials.names(), trials.factors());
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
    JoinedMeasures measures = JoinedMeasures.of(parts, trials);
    List<StartComparison> starts = measures.starts();
    TrialTable table = measures.table();
    List<Effect> effects =
        SweepEffects.ofJoined(table, asked, starts).stream()
            .filter(effect -> isOneInstrument || !isAboutSweeps(effect.row().comparison()))
            .toList();
    List<ImportanceRow> importance = isOneInstrument ? SweepImportance.of(table) : List.of();
    StoredSweep plan =
        new StoredSweep(
            String.join("+", trials.names()),
            asked.factors(),
            asked.baseline(),
            asked.design(),
            asked.analysis(),
            asked.looks(),
            asked.trials());
    return new SweepData(
        plan,
        trials.factors(),
        trials.all().stream().map(ReportTrial::prompt).distinct().toList(),
        trials.all().stream().map(ReportTrial::seed).distinct().toList(),
        trials.all(),
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
    return comparison.change().factor().equals(JoinedTrials.FACTOR)
        || other != null && other.factor().equals(JoinedTrials.FACTOR);
  }

  private List<CellDiversity> diversity() {
    List<CellDiversity> cells = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      StoredTrial any =
          parts.get(i).trials().isEmpty() ? null : parts.get(i).trials().get(0).row().trial();
      for (CellDiversity cell : parts.get(i).diversity()) {
        Map<String, String> levels = new LinkedHashMap<>();
        for (Factor factor : trials.factors()) {
          String own = cell.factors().get(factor.name());
          levels.put(
              factor.name(),
              factor.name().equals(JoinedTrials.FACTOR)
                  ? trials.names().get(i)
                  : own != null || any == null
                      ? String.valueOf(own)
                      : JoinedTrials.level(any, factor.name()));
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
      String name = trials.names().get(i);
      parts.get(i).problems().forEach(problem -> problems.add(name + ": " + problem));
    }
    return problems;
  }
}
