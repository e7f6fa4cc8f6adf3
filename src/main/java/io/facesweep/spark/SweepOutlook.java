package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.models.ModelFingerprints;
import io.facesweep.plan.BatchSizes;
import io.facesweep.plan.CostModel;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.PlanReport;
import io.facesweep.plan.PowerReport;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.run.FinishedStages;
import io.facesweep.run.ReusedStages;
import io.facesweep.run.SweepPreview;
import io.facesweep.store.RecordedTimings;
import io.facesweep.store.StageLookup;
import io.facesweep.store.StageScan;
import io.facesweep.store.StageStore;
import io.facesweep.store.SweepFolder;
import io.facesweep.tables.RecordedSpreads;
import io.facesweep.tensor.Device;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkConf;

/**
 * What a sweep would run: its plan, less what its output has already, and what the rest will cost
 * by the timings that the output has recorded. Reads only, and starts nothing.
 *
 * @param report the plan in numbers
 * @param power what its effects can find
 * @param models what the checkpoints are, in a line for people; empty where they were not read
 * @param notes lines about what could not be looked at, and records that cannot be trusted
 */
public record SweepOutlook(
    PlanReport report, PowerReport power, String models, List<String> notes) {
  /** Timings to learn from: enough for a median of every shape. */
  private static final int MAX_TIMED = 400;

  public SweepOutlook {
    notes = List.copyOf(notes);
  }

  /** Looks at the output of a sweep, with no difference to be found. */
  public static SweepOutlook of(SweepConfig config) {
    return of(config, Map.of());
  }

  /**
   * Looks at the output of a sweep. Without its checkpoints stages have no identity, and the report
   * is that of an empty output; a note says so.
   *
   * @param differences by measure, of which to say how many prompts they take
   * @throws UserException if the output cannot be read
   */
  public static SweepOutlook of(SweepConfig config, Map<String, Double> differences) {
    List<String> notes = new ArrayList<>();
    Fingerprints fingerprints;
    try {
      SparkConf spark = SparkContexts.conf(new SparkConf(), config, null, "local[*]");
      fingerprints =
          ModelFingerprints.of(config, HadoopSettings.of(config))
              .withAutomatic(TaskDevice.automatic(spark, Device::preferred));
    } catch (UserException e) {
      notes.add("%s; what the output has already is therefore not known".formatted(e.getMessage()));
      SweepPlan plan = SweepPlanner.plan(config, Fingerprints.unread(config));
      return new SweepOutlook(
          report(config, plan, new FinishedStages(), CostModel.learn(List.of())),
          power(config, plan, OutputStore.open(config), differences, notes),
          "",
          notes);
    }
    SweepPlan plan = SweepPlanner.plan(config, fingerprints);
    StageStore store = OutputStore.open(config);
    FinishedStages finished = FinishedStages.scan(store, plan);
    new SweepFolder(store, plan.sweep()).versionNote().ifPresent(notes::add);
    notes.addAll(finished.problems());
    notes.addAll(ReusedStages.of(config, HadoopSettings.of(config)).find(plan, finished));
    if (config.run().retryFailed()) {
      finished.forgetFailures();
    }
    notes.addAll(SweepPreview.of(config, HadoopSettings.of(config)));
    return new SweepOutlook(
        report(config, plan, store, finished),
        power(config, plan, store, differences, notes),
        fingerprints.summary(),
        notes);
  }

  private static PowerReport power(
      SweepConfig config,
      SweepPlan plan,
      StageStore store,
      Map<String, Double> differences,
      List<String> notes) {
    return PowerReport.of(
        plan, config.analysis(), RecordedSpreads.read(store, notes::add), differences);
  }

  /** What is left of a plan, and what that will cost by the timings that the store holds. */
  static PlanReport report(
      SweepConfig config, SweepPlan plan, StageStore store, FinishedStages finished) {
    return report(config, plan, finished, costs(store, plan, finished));
  }

  /** What batches cost by the timings that the store holds. */
  static CostModel costs(StageStore store, SweepPlan plan, FinishedStages finished) {
    RecordedTimings timings = new RecordedTimings();
    learn(store, StageKind.GEOMETRY, done(plan.geometryStages(), finished), timings);
    learn(store, StageKind.TEXTURE, done(plan.textureStages(), finished), timings);
    return CostModel.learn(timings.timings());
  }

  /** The same by known costs. */
  static PlanReport report(
      SweepConfig config, SweepPlan plan, FinishedStages finished, CostModel costs) {
    Set<String> settled = finished.settled(plan);
    long left =
        plan.textureStages().stream().filter(stage -> !settled.contains(stage.id())).count();
    int slots = Runtime.getRuntime().availableProcessors();
    return PlanReport.of(plan, settled, BatchSizes.of(config.spark(), left, slots, false), costs);
  }

  private static List<String> done(List<Stage> stages, FinishedStages finished) {
    return stages.stream().map(Stage::id).filter(finished::isDone).toList();
  }

  /** From the sweep's own stages, evenly; where these are few, from those of others too. */
  private static void learn(
      StageStore store, StageKind kind, List<String> own, RecordedTimings timings) {
    List<String> ids = new ArrayList<>(own);
    if (ids.size() < MAX_TIMED) {
      Set<String> ownIds = new HashSet<>(own);
      store.recorded(kind).done().stream()
          .filter(id -> !ownIds.contains(id))
          .sorted()
          .forEach(ids::add);
    }
    int every = Math.max(1, ids.size() / MAX_TIMED);
    List<String> some = new ArrayList<>();
    for (int i = 0; i < ids.size(); i += every) {
      some.add(ids.get(i));
    }
    new StageScan(store)
        .each(
            kind,
            some,
            id -> store.lookup(kind, id),
            lookup -> {
              if (lookup instanceof StageLookup.Found found) {
                timings.add(found.record());
              }
            });
  }
}
