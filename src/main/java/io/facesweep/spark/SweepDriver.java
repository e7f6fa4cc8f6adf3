package io.facesweep.spark;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Batch;
import io.facesweep.plan.BatchSizes;
import io.facesweep.plan.BatchTail;
import io.facesweep.plan.Batches;
import io.facesweep.plan.CostModel;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.PlanText;
import io.facesweep.plan.Stage;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.plan.TextureQueue;
import io.facesweep.run.FinishedStages;
import io.facesweep.run.LostStages;
import io.facesweep.run.ReusedStages;
import io.facesweep.run.StageRunners;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.SweepFolder;
import io.facesweep.tables.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs a sweep on a Spark context: plans, leaves out what the output root has already, runs the
 * geometry stages and each texture stage as soon as its geometry is there, and rebuilds the tables.
 * Killed at any point, it goes on from there when it is run again.
 */
public final class SweepDriver {
  private final JavaSparkContext spark;
  private final SweepConfig config;
  private final StageRunners runners;
  private final SweepConsole console;
  private final StopRule stopRule;
  private final RunReport report;

  /** A driver that lets the sweep run to its end. */
  public SweepDriver(
      JavaSparkContext spark, SweepConfig config, StageRunners runners, SweepConsole console) {
    this(spark, config, runners, console, StopRule.NEVER, RunReport.NONE);
  }

  /**
   * @param runners what computes stages on the executors
   * @param console gets lines for people
   * @param stopRule is asked where {@code run.stop-when} lets the sweep end early
   * @param report is written every {@code run.report-every}
   */
  public SweepDriver(
      JavaSparkContext spark,
      SweepConfig config,
      StageRunners runners,
      SweepConsole console,
      StopRule stopRule,
      RunReport report) {
    this.spark = spark;
    this.config = config;
    this.runners = runners;
    this.console = console;
    this.stopRule = stopRule;
    this.report = report;
  }

  /**
   * Runs the sweep to its end.
   *
   * @param fingerprints of the checkpoints and the face that the runners use
   * @throws io.facesweep.UserException if the output cannot be written, a host lacks something, or
   *     the cluster does
   */
  public SweepResult run(Fingerprints fingerprints) {
    StageStore store = StageStore.open(config.output().uri(), spark.hadoopConfiguration());
    store.requireWritable();
    store.openToOthers().ifPresent(line -> console.say("Warning: " + line));
    ReusedStages reused = ReusedStages.of(config, spark.hadoopConfiguration());
    SweepPlan plan =
        SweepPlanner.plan(
            config,
            fingerprints.withAutomatic(
                TaskDevice.automatic(spark.getConf(), runners::localDevice)));
    SweepFolder folder = new SweepFolder(store, plan.sweep());
    folder.versionNote().ifPresent(console::say);
    StoredSweep sweep = folder.write(config, plan, console::say);
    Instrument instrument = runners.instrument();
    if (instrument != null) {
      folder.write(instrument);
    }
    FinishedStages finished = FinishedStages.scan(store, plan);
    finished.problems().forEach(console::say);
    reused.copy(store, plan, finished).forEach(console::say);
    if (config.run().retryFailed()) {
      finished.forgetFailures();
    }
    CostModel costs = SweepOutlook.costs(store, plan, finished);
    console.say(PlanText.write(SweepOutlook.report(config, plan, finished, costs)).stripTrailing());
    int before = finished.doneCount();
    int stages = plan.geometryStages().size() + plan.textureStages().size();
    console.say(
        "Sweep %s: %d trials, %d stages, %d of them done before; output %s"
            .formatted(plan.sweep(), plan.trials().size(), stages, before, store.uri()));
    List<String> problems = new ArrayList<>(finished.problems());
    int decidedAfter;
    try (ReportClock clock =
        ReportClock.start(report, config.run().reportEvery(), store, sweep, console)) {
      decidedAfter = runByLooks(plan, sweep, store, finished, costs, clock);
      if (instrument != null) {
        problems.addAll(
            StartJob.run(spark, task(store), store, plan, finished::isDone, instrument.id()));
      }
    }
    Tables.Summary tables = Tables.rebuild(store, plan.sweep());
    problems.addAll(tables.problems());
    return new SweepResult(
        plan.sweep(),
        stages,
        before,
        finished.doneCount() - before,
        decidedAfter,
        problems,
        tables);
  }

  /**
   * Runs the prompts up to each look, and asks there whether the sweep is decided.
   *
   * @return after how many prompts it is; 0 if it runs to its end
   */
  private int runByLooks(
      SweepPlan plan,
      StoredSweep sweep,
      StageStore store,
      FinishedStages finished,
      CostModel costs,
      ReportClock clock) {
    for (int prompts : sweep.looks()) {
      boolean isLast = prompts == plan.prompts();
      boolean isStopped = !run(plan, store, finished, costs, plan.stagesAfter(prompts), clock);
      if (isLast || isStopped) {
        return 0;
      }
      if (stopRule.isDecided(store, sweep)) {
        return prompts;
      }
      console.say("Not decided after %d of %d prompts: goes on".formatted(prompts, plan.prompts()));
    }
    run(plan, store, finished, costs, Set.of(), clock);
    return 0;
  }

  /**
   * Runs what is left.
   *
   * @param costs of batches
   * @param later stages that are not to be run yet
   * @param clock of the report, which tells how they come along
   * @return whether nothing stopped it
   */
  private boolean run(
      SweepPlan plan,
      StageStore store,
      FinishedStages finished,
      CostModel costs,
      Set<String> later,
      ReportClock clock) {
    int stages = plan.geometryStages().size() + plan.textureStages().size();
    Set<String> settled = finished.settled(plan);
    settled.addAll(later);
    if (Stream.of(plan.geometryStages(), plan.textureStages())
        .flatMap(List::stream)
        .allMatch(stage -> settled.contains(stage.id()))) {
      return true;
    }
    LostExecutors lostExecutors = LostExecutors.of(spark);
    ClusterExecutors.await(spark, lostExecutors);
    int slots = TaskSlots.of(spark);
    Batches batches = batches(plan, settled, slots, costs);
    List<Batch> all = new ArrayList<>(batches.geometry());
    all.addAll(batches.texture());
    SweepProgress progress = new SweepProgress(all);
    clock.follow(progress);
    LostStages lost = new LostStages();
    Set<String> toCome = new HashSet<>();
    batches.geometry().forEach(batch -> batch.stages().forEach(stage -> toCome.add(stage.id())));
    TextureQueue queue = new TextureQueue(batches.texture(), toCome);
    StageJobs jobs =
        new StageJobs(
            spark,
            "sweep " + plan.sweep(),
            task(store),
            config.run().onFailure(),
            lostExecutors,
            report -> {
              lost.end(report.id());
              finished.add(report);
              progress.add(report);
              queue.ended(report.id());
            });
    try (DriverInbox inbox =
            DriverInbox.open(
                lost,
                progress,
                broken -> {
                  console.say(broken.text());
                  lostExecutors.expect(broken);
                });
        ProgressPrinter printer =
            new ProgressPrinter(console, progress, config.spark().progress());
        ShutdownNotice notice =
            new ShutdownNotice(
                console,
                stages,
                finished::doneCount,
                () -> {
                  printer.mute();
                  spark.setLogLevel("OFF");
                })) {
      jobs.submit(batches.geometry());
      jobs.submit(queue.takeReady(finished::isDone));
      while (jobs.isRunning() || (!queue.isEmpty() && !jobs.isStopping())) {
        jobs.await();
        jobs.submit(queue.takeReady(finished::isDone));
        if (!jobs.isRunning() && !jobs.isStopping() && !queue.isEmpty()) {
          throw new IllegalStateException("Cannot go on: texture stages wait for nothing");
        }
      }
    }
    return !jobs.isStopping();
  }

  private BatchTask task(StageStore store) {
    return new BatchTask(
        config.sweep().name(),
        store.location(),
        new HadoopSettings(spark.hadoopConfiguration()),
        config.run().trialTimeLimit(),
        runners);
  }

  private Batches batches(SweepPlan plan, Set<String> settled, int slots, CostModel costs) {
    Batches batches =
        Batches.of(
            plan,
            settled,
            batchSize(plan.geometryStages(), settled, slots),
            batchSize(plan.textureStages(), settled, slots));
    return config.spark().isAutomatic() ? BatchTail.part(batches, slots, costs) : batches;
  }

  private int batchSize(List<Stage> stages, Set<String> settled, int slots) {
    long left = stages.stream().filter(stage -> !settled.contains(stage.id())).count();
    return BatchSizes.of(config.spark(), left, slots, isOnGpu());
  }

  private boolean isOnGpu() {
    return Stream.of("spark.task.resource.gpu.amount", "spark.executor.resource.gpu.amount")
            .anyMatch(spark.getConf()::contains)
        || (spark.isLocal() && runners.localDevice().isCuda());
  }
}
