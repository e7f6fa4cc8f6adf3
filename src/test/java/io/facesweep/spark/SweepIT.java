package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.run.GeometryFile;
import io.facesweep.run.ModelHolder;
import io.facesweep.run.StageRunners;
import io.facesweep.store.RunProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole sweeps in Spark's local mode, with nothing computed. */
class SweepIT {
  private static JavaSparkContext spark;

  @TempDir private Path root;
  private final List<String> console = new ArrayList<>();

  @BeforeAll
  static void startSpark() {
    spark =
        new JavaSparkContext(
            SparkContexts.conf(
                new SparkConf(), config(Path.of("x"), "", "a"), "local[2]", "local[*]"));
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @BeforeEach
  void forgetWhatRan() {
    ModelHolder.ofThisJvm().closeIdle();
    FakeRunners.reset();
  }

  @Test
  void runsEachStageOnceAndTabulates() throws Exception {
    SweepResult result = run(config(root, "", "a man", "a woman"), FakeRunners.steady());
    assertThat(result.exit()).isEqualTo(SweepExit.DONE);
    assertThat(result.exit().code()).isZero();
    assertThat(result.tables().trials()).isEqualTo(8);
    assertThat(FakeRunners.RAN).hasSize(12).doesNotHaveDuplicates();
    assertThat(FakeRunners.OPENED).hasValue(1);
    assertThat(
            query(
                "trials",
                "status, count(*), count(DISTINCT geometry_stage), sum(cost_seconds) > 0"))
        .containsExactly("done|8|4|true");
    assertThat(query("trials", "prompt, min(metric_prompt_length), max(metric_prompt_length)"))
        .containsExactly("a man|5.0|5.0", "a woman|7.0|7.0");
    assertThat(query("steps", "kind, count(*)")).containsExactly("geometry|4", "texture|8");
    assertThat(query("assets", "name, count(*)"))
        .containsExactly("coefficients.json|4", "head.glb|8", "steps.jsonl.gz|12");
    assertThat(console.get(0))
        .startsWith("Sweep tiny: 8 trials = 2 prompts x 4 combinations x 1 seed");
    assertThat(console.get(1))
        .isEqualTo("Sweep tiny: 8 trials, 12 stages, 0 of them done before; output " + root);
    assertThat(console)
        .anyMatch(line -> line.startsWith("geometry 4 of 4, texture 8 of 8 stages; "));
  }

  @Test
  void aSecondRunRunsNothing() {
    SweepConfig config = config(root, "", "a man");
    run(config, FakeRunners.steady());
    FakeRunners.reset();
    SweepResult again = run(config, FakeRunners.steady());
    assertThat(FakeRunners.RAN).isEmpty();
    assertThat(again.exit()).isEqualTo(SweepExit.DONE);
    assertThat(again.stagesDoneBefore()).isEqualTo(6);
    assertThat(again.stagesRun()).isZero();
    assertThat(again.summary())
        .contains("Sweep tiny: 4 of 4 trials done, 0 failed, 0 not run")
        .contains("Stages: 6, of which 6 were there before and 0 were finished now");
  }

  @Test
  void afterAKillOnlyTheRestRuns() throws Exception {
    SweepConfig config = config(root, "spark.trials-per-task = 1", "a man", "a woman");
    assertThatThrownBy(() -> run(config, new FakeRunners("short fuse", 3, 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("power failure");
    List<String> before = new ArrayList<>(FakeRunners.RAN);
    assertThat(before).hasSize(3);
    FakeRunners.reset();
    SweepResult result = run(config, FakeRunners.steady());
    assertThat(result.exit()).isEqualTo(SweepExit.DONE);
    assertThat(result.stagesDoneBefore()).isBetween(1, 3);
    assertThat(FakeRunners.RAN).hasSize(12 - result.stagesDoneBefore());
    assertThat(query("trials", "status, count(*), count(DISTINCT trial_id)"))
        .containsExactly("done|8|8");
  }

  @Test
  void aTrialThatThrowsIsARowAndIsNotRetried() throws Exception {
    SweepConfig config = config(root, "", "a man", "boom");
    SweepResult result = run(config, FakeRunners.steady());
    assertThat(result.exit().code()).isEqualTo(3);
    assertThat(result.tables().failed()).isEqualTo(4);
    assertThat(result.summary())
        .contains(
            "Failed: trial 4 (boom, seed 0, view-dependent-prompts = true, texture.depth-control"
                + " = true): boom in boom")
        .contains("To try failed trials again: -o run.retry-failed=true");
    assertThat(query("trials", "prompt, status, error_class, error, count(*)"))
        .containsExactly(
            "a man|done|null|null|4", "boom|failed|java.lang.IllegalStateException|boom in boom|4");
    FakeRunners.reset();
    assertThat(run(config, FakeRunners.steady()).exit().code()).isEqualTo(3);
    assertThat(FakeRunners.RAN).isEmpty();
  }

  @Test
  void aTrialThatHangsIsARowAndItsBatchMatesAreDone() throws Exception {
    SweepConfig config =
        config(
            root, "run.trial-time-limit = 1 second, spark.trials-per-task = 4", "a man", "sleeps");
    assertThat(run(config, FakeRunners.steady()).exit().code()).isEqualTo(3);
    assertThat(query("trials", "prompt, status, error_class, error, count(*)"))
        .containsExactly(
            "a man|done|null|null|4",
            "sleeps|failed|TimeLimit|took longer than run.trial-time-limit, which is 1 s, and hung:"
                + " it was given up|4");
  }

  @Test
  void precisionIsThatOfTheSweepsPrompts() throws Exception {
    run(config(root, "", "a man", "a woman"), FakeRunners.steady());
    assertThat(query("trials", "prompt, metric_fit_text_precision, count(*)"))
        .containsExactly("a man|1.0|4", "a woman|0.0|4");
    SweepResult result = run(config(root, "", "a man", "a child"), FakeRunners.steady());
    assertThat(query("trials", "prompt, metric_prompt_length, count(*)"))
        .containsExactly("a child|7.0|4", "a man|5.0|4");
    assertThat(result.problems())
        .containsExactly(
            "fit_text_precision of 8 stages is not known: they were measured in a sweep with other"
                + " prompts");
  }

  @Test
  void failedTrialsRunAgainWhenAsked() {
    run(config(root, "", "a man", "boom"), FakeRunners.steady());
    FakeRunners.reset();
    SweepConfig again = config(root, "run.retry-failed = true", "a man", "boom");
    assertThat(run(again, FakeRunners.steady()).exit()).isEqualTo(SweepExit.TRIALS_FAILED);
    assertThat(new HashSet<>(FakeRunners.RAN)).hasSize(4);
  }

  @Test
  void texturesOfAFailedGeometryDoNotRun() throws Exception {
    SweepResult result = run(config(root, "", "diverges", "a man"), FakeRunners.steady());
    assertThat(result.exit()).isEqualTo(SweepExit.TRIALS_FAILED);
    assertThat(FakeRunners.RAN).hasSize(4 + 4);
    assertThat(query("trials", "prompt, status, error, error_phase, error_step, count(*)"))
        .containsExactly(
            "a man|done|null|null|null|4", "diverges|failed|went off at step 1|geometry|1|4");
    assertThat(query("steps", "kind, count(*)")).containsExactly("geometry|4", "texture|4");
  }

  @Test
  void stopsAtAFailureWhenAsked() {
    SweepConfig config =
        config(root, "run.on-failure = stop, spark.trials-per-task = 1", "diverges", "a man");
    SweepResult result = run(config, FakeRunners.steady());
    assertThat(result.exit()).isEqualTo(SweepExit.TRIALS_FAILED);
    assertThat(result.notRun()).isPositive();
    assertThat(FakeRunners.RAN).noneMatch(stage -> stage.startsWith("TEXTURE"));
  }

  @Test
  void withoutSharingEveryTrialRunsBothPhases() throws Exception {
    SweepResult result =
        run(config(root, "run.share-stages = false", "a man"), FakeRunners.steady());
    assertThat(result.stages()).isEqualTo(8);
    assertThat(FakeRunners.RAN).hasSize(8);
    assertThat(query("trials", "status, count(DISTINCT geometry_stage), max(geometry_shared_by)"))
        .containsExactly("done|4|1");
  }

  @Test
  void anEditedRecordIsReportedAndItsStageRunsAgain() throws Exception {
    SweepConfig config = config(root, "", "a man");
    run(config, FakeRunners.steady());
    Path record;
    try (Stream<Path> files = Files.walk(root.resolve("stages/texture"))) {
      record = files.filter(file -> file.endsWith("record.json")).findFirst().orElseThrow();
    }
    Files.writeString(record, Files.readString(record).replace("prompt_length", "better_length"));
    FakeRunners.reset();
    SweepResult result = run(config, FakeRunners.steady());
    assertThat(FakeRunners.RAN)
        .containsExactly("TEXTURE " + record.getName(record.getNameCount() - 2));
    assertThat(result.problems())
        .containsExactly(
            "Cannot trust record %s: it was changed after it was written (checksum differs); the"
                    .formatted(record)
                + " stage runs again");
    assertThat(query("trials", "status, count(*)")).containsExactly("done|4");
  }

  @Test
  void aDamagedGeometryFailsItsTrialsUntilItIsDeleted() throws Exception {
    SweepConfig config = config(root, "", "a man", "a woman");
    run(config, FakeRunners.steady());
    Path file = SweepProcess.files(root.resolve("stages/geometry"), GeometryFile.NAME).get(0);
    Files.writeString(file, "{}");
    assertThat(FileUtil.fullyDelete(root.resolve("stages/texture").toFile())).isTrue();
    SweepResult result = run(config, FakeRunners.steady());
    assertThat(result.exit()).isEqualTo(SweepExit.TRIALS_FAILED);
    assertThat(query("trials", "status, error_class, count(*)"))
        .containsExactly("done|null|6", "failed|DamagedGeometry|2");
    Path stage = file.getParent().getParent();
    assertThat(query("trials", "status, error"))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("failed|Cannot read " + file + ": it is not the file that was written (")
        .endsWith(" (delete %s and run again with -o run.retry-failed=true)".formatted(stage));
    assertThat(FileUtil.fullyDelete(stage.toFile())).isTrue();
    FakeRunners.reset();
    SweepConfig again = config(root, "run.retry-failed = true", "a man", "a woman");
    assertThat(run(again, FakeRunners.steady()).exit()).isEqualTo(SweepExit.DONE);
    assertThat(FakeRunners.RAN).hasSize(3);
  }

  @Test
  void aHostWithoutCheckpointsEndsTheSweepInOneMessage() {
    assertThatThrownBy(() -> run(config(root, "", "a man"), new FakeRunners("absent", -1, 0)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot run stages on host ")
        .hasMessageEndingWith(": Cannot open models/none: there is no such directory");
    assertThat(root.resolve("stages")).doesNotExist();
  }

  @Test
  void aSweepThatIsDecidedEndsEarlyAndEndsThereAgain() throws Exception {
    String[] prompts = {"a", "bb", "ccc", "dddd", "eeeee", "ffffff", "ggggggg", "hhhhhhhh"};
    SweepConfig config =
        config(root, "run.stop-when = decided, analysis.confirmatory = [prompt_length]", prompts);
    List<Integer> asked = new ArrayList<>();
    StopRule rule =
        (store, sweep) -> {
          asked.add(FakeRunners.RAN.size());
          assertThat(sweep.looks()).containsExactly(4, 6, 8);
          return asked.size() == 2;
        };
    SweepResult result = run(config, FakeRunners.steady(), rule);
    assertThat(asked).containsExactly(4 * 6, 6 * 6);
    assertThat(result.exit()).isEqualTo(SweepExit.DONE);
    assertThat(result.decidedAfter()).isEqualTo(6);
    assertThat(result.notRun()).isEqualTo(2 * 4);
    assertThat(result.summary())
        .contains("Decided after 6 prompts: the trials of the others are not run (run.stop-when)");
    assertThat(console).contains("Not decided after 4 of 8 prompts: goes on");
    FakeRunners.reset();
    asked.clear();
    assertThat(run(config, FakeRunners.steady(), rule).decidedAfter()).isEqualTo(6);
    assertThat(FakeRunners.RAN).isEmpty();
    asked.clear();
    assertThat(run(config, FakeRunners.steady(), StopRule.NEVER).notRun()).isZero();
    assertThat(FakeRunners.RAN).hasSize(2 * 6);
  }

  @Test
  void theReportIsWrittenWhileTheSweepRuns() throws Exception {
    List<RunProgress> told = new CopyOnWriteArrayList<>();
    CountDownLatch stopped = new CountDownLatch(1);
    RunReport report =
        new RunReport(
            (store, sweep, progress) -> {
              assertThat(sweep.trials()).hasSize(8);
              if (progress != null) {
                told.add(progress);
              }
            },
            stopped::countDown);
    SweepConfig config = config(root, "run.report-every = 1 ms", "a man", "a woman");
    new SweepDriver(spark, config, FakeRunners.steady(), console::add, StopRule.NEVER, report)
        .run(Fingerprints.unread(config));
    assertThat(stopped.getCount()).isZero();
    RunProgress last = told.get(told.size() - 1);
    assertThat(last.stages()).extracting(RunProgress.Stages::total).containsExactly(4, 8);
    assertThat(console).noneMatch(line -> line.startsWith("Warning: the report"));
  }

  private SweepResult run(SweepConfig config, StageRunners runners, StopRule rule) {
    return new SweepDriver(spark, config, runners, console::add, rule, RunReport.NONE)
        .run(Fingerprints.unread(config));
  }

  private SweepResult run(SweepConfig config, StageRunners runners) {
    return new SweepDriver(spark, config, runners, console::add).run(Fingerprints.unread(config));
  }

  private static SweepConfig config(Path root, String more, String... prompts) {
    return SweepConfig.parse(
        """
        sweep {
          name = tiny
          prompts = ["%s"]
          axes { view-dependent-prompts = [true, false], "texture.depth-control" = [true, false] }
        }
        models { diffusion = none, depth-controlnet = none }
        output.uri = "%s"
        """
                .formatted(String.join("\", \"", prompts), root)
            + more);
  }

  private List<String> query(String table, String columns) throws SQLException {
    return Duck.query(root, table, columns);
  }
}
