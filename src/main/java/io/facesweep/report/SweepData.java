package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.analysis.Factor;
import io.facesweep.analysis.GrowingAnalysis;
import io.facesweep.analysis.SweepEffects;
import io.facesweep.analysis.SweepImportance;
import io.facesweep.store.StageFile;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.tables.CellDiversity;
import io.facesweep.tables.ImportanceRow;
import io.facesweep.tables.Measure;
import io.facesweep.tables.StartComparison;
import io.facesweep.tables.SweepRecords;
import io.facesweep.tables.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a report tells, from the plan and the records of a sweep: its tables are for
 * others to read.
 *
 * @param plan of the sweep, with what its effects are asked
 * @param factors what it varies
 * @param prompts in the order of the trials
 * @param seeds in the order of the trials
 * @param trials by index
 * @param effects in the order of the table of effects
 * @param importance of the factors, in the order of its table
 * @param files by stage
 * @param curves by stage
 * @param unmeasured what the analysis asks of and no trial has
 * @param starts whether doing nothing scores better, by measure
 * @param withoutStart trials that are done and whose start is not known
 * @param diversity how different the heads of each combination of levels look
 * @param stagesByUser how many stages have a record of each user; the empty name is that of none
 * @param origins what computed and measured the stages
 * @param problems records and step curves that could not be relied on, a line each
 * @param differences between the sweeps of one report, a line each; none of one sweep
 */
record SweepData(
    StoredSweep plan,
    List<Factor> factors,
    List<String> prompts,
    List<Long> seeds,
    List<ReportTrial> trials,
    List<Effect> effects,
    List<ImportanceRow> importance,
    Map<String, List<StageFile>> files,
    Map<String, StageCurve> curves,
    List<String> unmeasured,
    List<StartComparison> starts,
    int withoutStart,
    List<CellDiversity> diversity,
    Map<String, Integer> stagesByUser,
    Origins origins,
    List<String> problems,
    List<String> differences) {

  /**
   * Reads the records; makes tables that are not there, and the table of effects in any case.
   *
   * @throws io.facesweep.UserException if the sweep's output cannot be reached
   */
  static SweepData read(StageStore store, StoredSweep stored) {
    ReadStages stages = ReadStages.none(store, stored.name());
    SweepRecords records =
        Tables.exist(store, stored.name())
            ? SweepRecords.read(store, stored, stages)
            : Tables.rebuild(store, stored, stages);
    return of(
        stored,
        records,
        stages,
        SweepEffects.tabulate(store, stored, records),
        SweepImportance.tabulate(store, stored, records));
  }

  /** Returns what the records say that are there by now; reads and writes nothing. */
  static SweepData soFar(
      StoredSweep stored, SweepRecords records, ReadStages stages, GrowingAnalysis analysis) {
    GrowingAnalysis.Answers answers = analysis.of(records);
    return of(stored, records, stages, answers.effects(), answers.importance());
  }

  private static SweepData of(
      StoredSweep stored,
      SweepRecords records,
      ReadStages stages,
      List<Effect> effects,
      List<ImportanceRow> importance) {
    List<Factor> factors = Factor.of(stored);
    List<Measure> measures = new ArrayList<>(records.measures());
    measures.remove(Measure.FAILED); // a trial's status says it
    List<ReportTrial> trials = new ArrayList<>();
    records.trials(row -> trials.add(ReportTrial.of(row, factors, measures)));
    return new SweepData(
        stored,
        factors,
        trials.stream().map(ReportTrial::prompt).distinct().toList(),
        trials.stream().map(ReportTrial::seed).distinct().toList(),
        trials,
        effects,
        importance,
        stages.files(),
        stages.curves(),
        SweepEffects.unmeasured(stored, records),
        StartComparison.of(records),
        records.withoutStart(),
        records.diversity(),
        records.stagesByUser(),
        stages.origins(),
        records.problems(),
        List.of());
  }

  /** The sweep's name. */
  String name() {
    return plan.name();
  }

  /** The measures that decide; none where none was named. */
  List<String> confirmatory() {
    return plan.confirmatory();
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
