package io.facesweep.spark;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Batch;
import io.facesweep.plan.Batches;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.store.StageStore;
import io.facesweep.store.SweepFolder;
import io.facesweep.store.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs a sweep on a Spark context: plans, leaves out what the output root has already, runs the
 * geometry stages and then the texture stages, and rebuilds the tables. Killed at any point, it
 * goes on from there when it is run again.
 */
public final class SweepDriver {
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(5);
  private static final int CPU_BATCH = 4;
  private static final int GPU_BATCH = 16;

  private final JavaSparkContext spark;
  private final SweepConfig config;
  private final StageRunners runners;
  private final Consumer<String> console;

  /**
   * @param runners what computes stages on the executors
   * @param console gets lines for people
   */
  public SweepDriver(
      JavaSparkContext spark, SweepConfig config, StageRunners runners, Consumer<String> console) {
    this.spark = spark;
    this.config = config;
    this.runners = runners;
    this.console = console;
  }

  /**
   * Runs the sweep to its end.
   *
   * @param fingerprints of the checkpoints and the face that the runners use
   * @throws io.facesweep.UserException if the output cannot be written, or a host lacks something
   */
  public SweepResult run(Fingerprints fingerprints) {
    StageStore store = StageStore.open(config.output().uri(), spark.hadoopConfiguration());
    store.requireWritable();
    SweepPlan plan = SweepPlanner.plan(config, fingerprints);
    new SweepFolder(store, plan.sweep()).write(config, plan);
    FinishedStages finished = FinishedStages.scan(store, plan);
    finished.problems().forEach(console);
    if (config.run().retryFailed()) {
      finished.forgetFailures();
    }
    int before = finished.doneCount();
    int stages = plan.geometryStages().size() + plan.textureStages().size();
    console.accept(
        "Sweep %s: %d trials, %d stages, %d of them done before; output %s"
            .formatted(plan.sweep(), plan.trials().size(), stages, before, store.uri()));
    StageJob job =
        new StageJob(
            spark,
            new BatchTask(
                config.output().uri(), new HadoopSettings(spark.hadoopConfiguration()), runners),
            config.run().onFailure());
    try (ShutdownNotice notice = new ShutdownNotice(console, stages, finished::doneCount)) {
      run(plan, job, finished);
    }
    Tables.Summary tables = Tables.rebuild(store, plan.sweep());
    List<String> problems = new ArrayList<>(finished.problems());
    problems.addAll(tables.problems());
    return new SweepResult(
        plan.sweep(), stages, before, finished.doneCount() - before, problems, tables);
  }

  private void run(SweepPlan plan, StageJob job, FinishedStages finished) {
    List<Batch> geometry =
        Batches.of(plan, finished.ended(), batchSize(plan.geometryStages(), finished)).geometry();
    if (run("geometry", geometry, job, finished) == StageJob.End.STOPPED_AT_FAILURE) {
      return;
    }
    List<Batch> texture =
        Batches.of(
                plan,
                finished.settled(plan.textureStages()),
                batchSize(plan.textureStages(), finished))
            .texture();
    run("texture", texture, job, finished);
  }

  private StageJob.End run(
      String what, List<Batch> batches, StageJob job, FinishedStages finished) {
    int stages = batches.stream().mapToInt(batch -> batch.stages().size()).sum();
    try (ProgressLines progress = new ProgressLines(console, what, stages, PROGRESS_INTERVAL)) {
      return job.run(
          "%s: %s stages".formatted(config.sweep().name(), what),
          batches,
          report -> {
            finished.add(report);
            progress.add(report);
          });
    }
  }

  /** As the configuration says; automatic: every slot gets work before batches grow. */
  private int batchSize(List<Stage> stages, FinishedStages finished) {
    if (!config.spark().isAutomatic()) {
      return config.spark().trialsPerTask();
    }
    long left = stages.stream().filter(stage -> !finished.isDone(stage.id())).count();
    int most = isOnGpu() ? GPU_BATCH : CPU_BATCH;
    int slots = Math.max(1, spark.sc().defaultParallelism());
    return (int) Math.max(1, Math.min(most, (left + slots - 1) / slots));
  }

  private boolean isOnGpu() {
    return spark.getConf().contains("spark.task.resource.gpu.amount")
        || (spark.isLocal() && runners.localDevice().isCuda());
  }
}
