package io.facesweep.spark;

import io.facesweep.config.SweepConfig;
import io.facesweep.models.Instruments;
import io.facesweep.models.ModelFingerprints;
import io.facesweep.plan.Fingerprints;
import io.facesweep.run.ModelHolder;
import io.facesweep.run.StageRunners;
import io.facesweep.run.SweepPreview;
import io.facesweep.run.SynthesisRunners;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** A sweep from its configuration to its tables, Spark and all. */
public final class SweepJob {
  private SweepJob() {}

  /**
   * Runs a sweep and stops Spark.
   *
   * <p>Without spark-submit or an address it runs in this process: a task for each core, or where
   * there is a CUDA device two tasks on the first: one computes while the other finishes.
   *
   * @param master Spark's address, or null
   * @param console gets lines for people
   * @param stopRule is asked where {@code run.stop-when} lets the sweep end early
   * @param report is written every {@code run.report-every}
   * @throws io.facesweep.UserException if checkpoints, output or Spark are not as they must be
   */
  public static SweepResult run(
      SweepConfig config,
      @Nullable String master,
      SweepConsole console,
      StopRule stopRule,
      RunReport report) {
    Configuration hadoop = HadoopSettings.of(config);
    Fingerprints fingerprints = ModelFingerprints.of(config, hadoop);
    SweepPreview.of(config, hadoop).forEach(line -> console.say("Warning: " + line));
    StageRunners runners =
        SynthesisRunners.of(config, fingerprints, Instruments.of(config, hadoop));
    return run(config, master, console, stopRule, report, runners, fingerprints);
  }

  /** Runs a sweep to its end. */
  static SweepResult run(SweepConfig config, @Nullable String master, SweepConsole console) {
    return run(config, master, console, StopRule.NEVER, RunReport.NONE);
  }

  /** Runs a sweep to its end, with other runners. */
  static SweepResult run(
      SweepConfig config,
      @Nullable String master,
      SweepConsole console,
      StageRunners runners,
      Fingerprints fingerprints) {
    return run(config, master, console, StopRule.NEVER, RunReport.NONE, runners, fingerprints);
  }

  private static SweepResult run(
      SweepConfig config,
      @Nullable String master,
      SweepConsole console,
      StopRule stopRule,
      RunReport report,
      StageRunners runners,
      Fingerprints fingerprints) {
    String local = runners.localDevice().isCuda() ? "local[2]" : "local[*]";
    LocalLogging.quietUnlessConfigured();
    console.say(fingerprints.summary());
    try (JavaSparkContext spark = SparkContexts.start(config, master, local)) {
      SparkContexts.warnings(spark.getConf()).forEach(console::say);
      return new SweepDriver(spark, config, runners, console, stopRule, report).run(fingerprints);
    } finally {
      ModelHolder.ofThisJvm().closeIdle();
    }
  }
}
