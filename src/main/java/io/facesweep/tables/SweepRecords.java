package io.facesweep.tables;

import io.facesweep.UserException;
import io.facesweep.plan.StageKind;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.Measures;
import io.facesweep.store.StageLookup;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageScan;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepLog;
import io.facesweep.store.StepRow;
import io.facesweep.store.StoredInstrument;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.StoredTrial;
import io.facesweep.store.SweepFolder;
import io.facesweep.tables.TrialRow.StageSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a sweep's stages say: the rows of its table of trials, made of its plan and
 * its records without any table. Tables and the report start here, so that what they show was
 * checked in one place.
 */
public final class SweepRecords {
  /** More than any sweep has; each is a column of the table of trials. */
  private static final int MAX_METRICS = 1000;

  /** Gets a stage that has a record to rely on. */
  public interface Sink {
    /**
     * @param measures of it by the sweep's instrument, which the record may not have
     * @param trials that end with it
     * @param steps its curve; empty if it has none to rely on
     */
    void stage(
        StageRecord record, Measures measures, List<StoredTrial> trials, List<StepRow> steps);
  }

  private final StageStore store;
  private final StoredSweep sweep;
  private final List<String> prompts;
  private final @Nullable String instrument;
  private final Map<String, String> better;
  private final Map<String, StageSummary> summaries = new HashMap<>();
  private final Map<String, Map<String, Double>> starts = new HashMap<>();
  private final Map<String, List<StoredTrial>> ending = new HashMap<>();
  private final CellDiversity.Sums diversity = new CellDiversity.Sums();
  private int unmeasured;
  private final Map<String, Integer> unknown = new TreeMap<>();
  private final FailedJudges failedJudges = new FailedJudges();
  private final Map<String, Integer> stagesByUser = new TreeMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();

  /**
   * Begins with no record of a sweep.
   *
   * @throws UserException if the sweep's instrument cannot be read
   */
  public SweepRecords(StageStore store, StoredSweep sweep) {
    this.store = store;
    this.sweep = sweep;
    this.prompts = sweep.trials().stream().map(StoredTrial::promptText).distinct().toList();
    StoredInstrument measuredWith = new SweepFolder(store, sweep.name()).instrument().orElse(null);
    this.instrument = measuredWith == null ? null : measuredWith.id();
    this.better = measuredWith == null ? Map.of() : measuredWith.better();
    for (StoredTrial trial : sweep.trials()) {
      ending.computeIfAbsent(last(trial), stage -> new ArrayList<>(1)).add(trial);
    }
  }

  /** The id of a trial's last stage; empty where it has none. */
  private static String last(StoredTrial trial) {
    String texture = trial.textureStage();
    return Objects.requireNonNullElse(texture == null ? trial.geometryStage() : texture, "");
  }

  /**
   * Reads the records and step curves of a sweep's stages.
   *
   * @param sink gets them one after the other, on the calling thread
   * @throws UserException if the output cannot be reached; what is damaged in it is a line of
   *     {@link #problems}
   */
  public static SweepRecords read(StageStore store, StoredSweep sweep, Sink sink) {
    SweepRecords records = new SweepRecords(store, sweep);
    records.readNew(sink);
    return records;
  }

  /**
   * Reads the records of those stages that were not done when this was called before: for a sweep
   * that runs.
   *
   * @param sink gets what is new, one after the other, on the calling thread
   * @throws UserException if the output cannot be reached
   */
  public void readNew(Sink sink) {
    StageScan scan = new StageScan(store);
    for (StageKind kind : StageKind.values()) {
      List<String> open = stages(kind).stream().filter(id -> !isDone(id)).toList();
      scan.each(kind, open, id -> load(kind, id), loaded -> add(loaded, sink));
    }
    readStarts(scan);
  }

  /** Reads what was measured of each start, once for all the trials that begin there. */
  private void readStarts(StageScan scan) {
    String id = instrument;
    if (id == null) {
      return;
    }
    Map<String, String> prompts = new LinkedHashMap<>();
    for (StoredTrial trial : sweep.trials()) {
      if (trial.start() != null && !starts.containsKey(trial.start()) && isDone(last(trial))) {
        prompts.putIfAbsent(trial.start(), trial.promptText());
      }
    }
    scan.all(
        prompts.keySet(),
        start -> new Begun(start, store.start(start, id).orElse(Measures.NONE)),
        begun -> {
          String own = String.valueOf(prompts.get(begun.start()));
          Map<String, Double> metrics = StageSummary.metrics(begun.measures(), own, this.prompts);
          if (!metrics.isEmpty()) {
            starts.put(begun.start(), metrics);
          }
        });
  }

  private record Begun(String start, Measures measures) {}

  private boolean isDone(String stage) {
    StageSummary summary = summaries.get(stage);
    return summary != null && summary.status() == StageStatus.DONE;
  }

  /** Returns how different the heads of each combination of levels look. */
  public List<CellDiversity> diversity() {
    return diversity.cells();
  }

  List<Column<CellDiversity, ?>> diversityColumns() {
    return CellDiversity.columns(sweep.factors().keySet());
  }

  /** How many trials are done whose start is not known. */
  public int withoutStart() {
    return (int)
        sweep.trials().stream()
            .filter(trial -> isDone(last(trial)))
            .filter(trial -> start(trial).isEmpty())
            .count();
  }

  private Map<String, Double> start(StoredTrial trial) {
    return trial.start() == null ? Map.of() : starts.getOrDefault(trial.start(), Map.of());
  }

  /** A stage, read on a thread of its own; without a record if it has none to rely on. */
  private record Loaded(
      String id,
      @Nullable StageRecord record,
      Measures measures,
      List<StepRow> steps,
      @Nullable String problem) {
    static Loaded without(String id, @Nullable String problem) {
      return new Loaded(id, null, Measures.NONE, List.of(), problem);
    }
  }

  private Loaded load(StageKind kind, String id) {
    StageLookup lookup = store.lookup(kind, id);
    if (!(lookup instanceof StageLookup.Found found)) {
      String problem = lookup instanceof StageLookup.Untrusted bad ? bad.message() : null;
      return Loaded.without(id, problem);
    }
    StageRecord record = found.record();
    Measures measures = measures(record);
    AssetRecord curve = record.asset(StageRecord.STEPS).orElse(null);
    if (curve == null) {
      return new Loaded(id, record, measures, List.of(), null);
    }
    try {
      byte[] content = store.readAsset(record, curve);
      String path = StageStore.relativePath(record, curve);
      return new Loaded(id, record, measures, StepLog.read(content, path), null);
    } catch (UserException e) {
      return new Loaded(id, record, measures, List.of(), e.getMessage());
    }
  }

  /** One instrument for the whole sweep: what others measured is left out. */
  private Measures measures(StageRecord record) {
    return instrument == null || record.status() != StageStatus.DONE
        ? record.measures()
        : store.measures(record, instrument).orElse(Measures.NONE);
  }

  private void add(Loaded loaded, Sink sink) {
    if (loaded.problem() != null) {
      problems.put(loaded.id(), loaded.problem());
    } else {
      problems.remove(loaded.id());
    }
    StageRecord record = loaded.record();
    if (record == null) {
      return;
    }
    Measures measures = loaded.measures();
    StageSummary summary = StageSummary.of(record, measures, prompts);
    if (summary.equals(summaries.put(record.id(), summary))) {
      return; // it had failed before
    }
    if (instrument != null
        && record.status() == StageStatus.DONE
        && !instrument.equals(measures.instrument())) {
      unmeasured++;
    }
    for (String metric : measures.promptErrors().keySet()) {
      if (prompts.size() > 1 && !summary.metrics().containsKey(metric)) {
        unknown.merge(metric, 1, Integer::sum);
      }
    }
    failedJudges.add(measures.judgeErrors());
    stagesByUser.merge(Objects.requireNonNullElse(record.user(), ""), 1, Integer::sum);
    List<StoredTrial> trials = ending.getOrDefault(record.id(), List.of());
    trials.forEach(trial -> diversity.add(trial, measures.picture()));
    sink.stage(record, measures, trials, loaded.steps());
  }

  /** How many stages have a record of each user, by name; the empty name is that of none. */
  public Map<String, Integer> stagesByUser() {
    return stagesByUser;
  }

  /**
   * Returns which end of a scorer's numbers is better, {@code higher} or {@code lower}, by name.
   */
  public Map<String, String> better() {
    return better;
  }

  /** Records and step curves that could not be relied on, a line each. */
  public List<String> problems() {
    List<String> lines = new ArrayList<>(problems.values());
    unknown.forEach(
        (metric, stages) ->
            lines.add(
                "%s of %d stages is not known: they were measured in a sweep with other prompts"
                    .formatted(metric, stages)));
    failedJudges.line().ifPresent(lines::add);
    if (unmeasured > 0) {
      lines.add(
          "%d stages were measured with another instrument than the sweep has; facesweep measure measures them anew"
              .formatted(unmeasured));
    }
    return lines;
  }

  /** Returns what trials can be compared by: metrics in order of name, failure, seconds. */
  public List<Measure> measures() {
    TreeSet<String> metrics = new TreeSet<>();
    summaries.values().forEach(summary -> metrics.addAll(summary.metrics().keySet()));
    while (metrics.size() > MAX_METRICS) {
      metrics.pollLast();
    }
    Map<String, Measure> measures = new LinkedHashMap<>();
    metrics.stream().map(Measure::metric).forEach(m -> measures.putIfAbsent(m.column(), m));
    measures.putIfAbsent(Measure.FAILED.column(), Measure.FAILED);
    Measure.SECONDS.forEach(m -> measures.putIfAbsent(m.column(), m));
    return List.copyOf(measures.values());
  }

  /** Makes the rows of {@code trials}, one after the other. */
  public void trials(Consumer<TrialRow> rows) {
    Map<String, Integer> sharing = new HashMap<>();
    for (StoredTrial trial : sweep.trials()) {
      sharing.merge(Objects.requireNonNullElse(trial.geometryStage(), ""), 1, Integer::sum);
    }
    for (StoredTrial trial : sweep.trials()) {
      String geometry = trial.geometryStage();
      rows.accept(
          new TrialRow(
              trial,
              summary(geometry),
              summary(trial.textureStage()),
              geometry == null ? 1 : sharing.getOrDefault(geometry, 1),
              start(trial)));
    }
  }

  List<Column<TrialRow, ?>> columns() {
    return TrialRow.columns(sweep.factors().keySet(), measures());
  }

  List<Column<TrialRow, ?>> startColumns() {
    return StartsTable.columns(measures().stream().filter(Measure::hasStart).toList());
  }

  private @Nullable StageSummary summary(@Nullable String stage) {
    return stage == null ? null : summaries.get(stage);
  }

  private Collection<String> stages(StageKind kind) {
    Function<StoredTrial, @Nullable String> stage =
        kind == StageKind.GEOMETRY ? StoredTrial::geometryStage : StoredTrial::textureStage;
    Set<String> stages = new LinkedHashSet<>();
    for (StoredTrial trial : sweep.trials()) {
      String id = stage.apply(trial);
      if (id != null) {
        stages.add(id);
      }
    }
    return stages;
  }
}
