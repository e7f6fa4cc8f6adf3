package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a sweep when its processes die, in real processes with nothing computed. */
class FaultsIT {
  private static final String CLUSTER = "local-cluster[2,1,700]";
  private static final Map<String, String> SMALL =
      Map.of("spark.executor.memory", "600m", "spark.driver.host", "127.0.0.1");

  @TempDir private Path folder;

  @Test
  @Tag("long")
  void aKilledExecutorCostsOnlyWhatItWasDoing() throws Exception {
    Path root = folder.resolve("out");
    Path conf = SweepFixture.write(folder, root.toString(), "", "a man", "a woman", "a child");
    try (SweepProcess sweep =
        SweepProcess.start(
            folder, SMALL, "fake", conf.toString(), "--master", CLUSTER, "--millis", "1200")) {
      sweep.awaitRecords(root, 2);
      List<ProcessHandle> executors = sweep.executors();
      assertThat(executors).as("the second may not have started yet").isNotEmpty();
      executors.get(0).destroyForcibly();
      assertThat(sweep.await()).as(sweep.output()).isZero();
      assertThat(sweep.output())
          .contains("Sweep tiny: 12 of 12 trials done, 0 failed, 0 not run")
          .contains("Stages: 18, of which 0 were there before and 18 were finished now");
    }
    SweepFixture.assertWhole(root, 12);
  }

  @Test
  @Tag("long")
  void aDriverKilledAtAnyPointGoesOnFromThere() throws Exception {
    Path root = folder.resolve("out");
    Path conf =
        SweepFixture.write(
            folder, root.toString(), "spark.trials-per-task = 2", "a man", "a woman", "a child");
    int before = 0;
    for (int records : new int[] {0, 3, 9}) {
      try (SweepProcess sweep = start(conf, 300)) {
        sweep.awaitThat("it has begun", () -> Files.exists(root.resolve("sweeps/tiny/plan.json")));
        sweep.awaitRecords(root, records);
        sweep.kill();
      }
      assertThat((int) SweepProcess.records(root)).isBetween(before, 17);
      before = (int) SweepProcess.records(root);
    }
    try (SweepProcess sweep = start(conf, 0)) {
      assertThat(sweep.await()).as(sweep.output()).isZero();
      assertThat(sweep.output())
          .contains(
              "Stages: 18, of which %d were there before and %d were finished now"
                  .formatted(before, 18 - before));
    }
    SweepFixture.assertWhole(root, 12);
  }

  @Test
  void aSignalEndsItInOneLineAndKeepsWhatIsFinished() throws Exception {
    Path root = folder.resolve("out");
    Path conf =
        SweepFixture.write(
            folder, root.toString(), "spark.trials-per-task = 1", "a man", "a woman", "a child");
    for (Map.Entry<String, Integer> signal : Map.of("TERM", 143, "INT", 130).entrySet()) {
      try (SweepProcess sweep = start(conf, 800)) {
        int goal = (int) SweepProcess.records(root) + 2;
        sweep.awaitRecords(root, goal);
        sweep.signal(signal.getKey());
        assertThat(sweep.await()).isEqualTo(signal.getValue());
        assertThat(sweep.output())
            .containsPattern(
                "Stopped: \\d+ of 18 stages are finished and kept; the same command goes on")
            .doesNotContain("bug in FaceSweep")
            .doesNotContain("Error:");
      }
      assertThat(SweepProcess.records(root)).isBetween(2L, 17L);
    }
    StringWriter tables = new StringWriter();
    assertThat(FakeSweep.runHere(tables, "tables", conf.toString())).as("%s", tables).isZero();
    assertThat(tables.toString()).contains("Sweep tiny: ", " of 12 trials done, 0 failed, ");
    assertThat(Duck.query(root, "trials", "count(*), count(DISTINCT trial_id)"))
        .containsExactly("12|12");
    SweepFixture.assertAssets(root);
  }

  @Test
  void twoDriversOnOneOutputShareItsStages() throws Exception {
    Path root = folder.resolve("out");
    Path conf = SweepFixture.write(folder, root.toString(), "", "a man", "a woman", "a child");
    try (SweepProcess first = start(conf, 200);
        SweepProcess second = start(conf, 200)) {
      assertThat(first.await()).as(first.output()).isZero();
      assertThat(second.await()).as(second.output()).isZero();
    }
    SweepFixture.assertWhole(root, 12);
    assertThat(SweepProcess.records(root)).isEqualTo(18);
    for (Path record : SweepProcess.files(root.resolve("stages"), "record.json")) {
      try (var attempts = Files.list(record.getParent())) {
        assertThat(attempts.filter(Files::isDirectory)).as("attempts of " + record).hasSize(1);
      }
    }
  }

  @Test
  @Tag("long")
  void trialsThatHangOrKillTheirExecutorAreRowsAndTheOthersGoOn() throws Exception {
    Path root = folder.resolve("out");
    Path conf =
        SweepFixture.write(
            folder,
            root.toString(),
            "run.trial-time-limit = 4 seconds, spark.trials-per-task = 2",
            "a man",
            "deaf",
            "greedy",
            "killer");
    try (SweepProcess sweep =
        SweepProcess.start(folder, SMALL, "fake", conf.toString(), "--master", CLUSTER)) {
      assertThat(sweep.await()).as(sweep.output()).isEqualTo(3);
      assertThat(sweep.output()).contains("Sweep tiny: 4 of 16 trials done, 12 failed, 0 not run");
    }
    String hung = "took longer than run.trial-time-limit, which is 4 s, and hung: it was given up";
    assertThat(Duck.query(root, "trials", "prompt, status, error_class, error, count(*)"))
        .containsExactly(
            "a man|done|null|null|4",
            "deaf|failed|TimeLimit|%s|4".formatted(hung),
            "greedy|failed|OutOfMemory|Cannot run a trial, not even alone: Java heap space; raise"
                + " spark.executor.memory, or -Xmx in FACESWEEP_JAVA_OPTS where a sweep runs in one"
                + " process|4",
            "killer|failed|ExecutorLost|3 executors were lost while it ran (out of memory, a broken"
                + " GPU? see their logs)|4");
    SweepFixture.assertAssets(root);
  }

  @Test
  @Tag("long")
  void batchesThatTakeTooMuchMemoryAreHalvedOnce() throws Exception {
    Path root = folder.resolve("out");
    Path conf =
        SweepFixture.write(
            folder,
            root.toString(),
            "spark.trials-per-task = 4",
            "crowd one",
            "crowd two",
            "crowd three",
            "crowd four");
    try (SweepProcess sweep =
        SweepProcess.start(
            folder,
            Map.of(),
            "fake",
            conf.toString(),
            "--master",
            "local[1]",
            "--journal",
            journal())) {
      assertThat(sweep.await()).as(sweep.output()).isZero();
      assertThat(sweep.output()).contains("Sweep tiny: 16 of 16 trials done, 0 failed, 0 not run");
    }
    SweepFixture.assertWhole(root, 16);
    // Three shapes, geometry and texture with and without depth: each pays for one batch of four.
    assertThat(noted("begin")).hasSize(24 + 3 * 4);
    assertThat(noted("end")).hasSize(24).doesNotHaveDuplicates();
    for (Path record : SweepProcess.files(root.resolve("stages"), "record.json")) {
      assertThat(Files.readString(record)).containsPattern("\"batch_size\": ?2,");
    }
  }

  @Test
  void aGpuThatBreaksCostsItsExecutorAndNoStage() throws Exception {
    Path root = folder.resolve("out");
    Path conf =
        SweepFixture.write(
            folder,
            root.toString(),
            "spark.trials-per-task = 2",
            "a man",
            "flaky one",
            "flaky two");
    try (SweepProcess sweep = startOnCluster(conf)) {
      assertThat(sweep.await()).as(sweep.output()).isZero();
      assertThat(sweep.output())
          .contains("Sweep tiny: 12 of 12 trials done, 0 failed, 0 not run")
          .containsOnlyOnce(
              " is broken (CUDA error: an illegal memory access was encountered): its executor"
                  + " ends, what ran there runs again");
    }
    SweepFixture.assertWhole(root, 12);
    // What the broken GPU had begun, a batch of two, and nothing else.
    assertThat(noted("begin")).hasSizeBetween(18 + 1, 18 + 2);
    assertThat(noted("end")).hasSize(18).doesNotHaveDuplicates();
  }

  @Test
  @Tag("long")
  void aStageThatBreaksEveryGpuIsARowAndTheOthersGoOn() throws Exception {
    Path root = folder.resolve("out");
    Path conf =
        SweepFixture.write(folder, root.toString(), "spark.trials-per-task = 2", "a man", "cracks");
    try (SweepProcess sweep = startOnCluster(conf)) {
      assertThat(sweep.await()).as(sweep.output()).isEqualTo(3);
      assertThat(sweep.output()).contains("Sweep tiny: 7 of 8 trials done, 1 failed, 0 not run");
    }
    assertThat(Duck.query(root, "trials", "prompt, status, error_class, error, count(*)"))
        .containsExactlyInAnyOrder(
            "a man|done|null|null|4",
            "cracks|done|null|null|3",
            "cracks|failed|ExecutorLost|3 executors were lost while it ran (out of memory, a broken"
                + " GPU? see their logs)|1");
    SweepFixture.assertAssets(root);
    assertThat(noted("end")).hasSize(11).doesNotHaveDuplicates();
  }

  @Test
  void aGpuThatBreaksUnderASweepInOneProcessEndsItAndNothingIsLost() throws Exception {
    Path root = folder.resolve("out");
    Path conf =
        SweepFixture.write(folder, root.toString(), "spark.trials-per-task = 2", "a man", "cracks");
    String[] command = {"fake", conf.toString(), "--master", "local[1]", "--journal", journal()};
    try (SweepProcess sweep = SweepProcess.start(folder, Map.of(), command)) {
      assertThat(sweep.await()).as(sweep.output()).isEqualTo(2);
      assertThat(sweep.output())
          .contains("Error: Cannot run stages on host ")
          .contains(
              ": cpu is broken, and this process cannot use it any more (CUDA error: an illegal"
                  + " memory access was encountered). What is finished is kept: run the sweep again"
                  + " to go on; if it fails at once, look at the device (nvidia-smi)")
          .doesNotContain("bug in FaceSweep");
    }
    int before = noted("end").size();
    assertThat(before).isBetween(4, 10);
    assertThat(SweepProcess.records(root)).isEqualTo(before);
    assertThat(SweepProcess.files(root.resolve("stages"), "failed.json")).isEmpty();
    List<String> again = new ArrayList<>(List.of(command));
    again.addAll(List.of("--key", "mended"));
    StringWriter mended = new StringWriter();
    assertThat(FakeSweep.runHere(mended, again.toArray(String[]::new))).as("%s", mended).isZero();
    assertThat(mended.toString())
        .contains(
            "Stages: 12, of which %d were there before and %d".formatted(before, 12 - before));
    SweepFixture.assertWhole(root, 8);
    assertThat(noted("end")).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  @Tag("long")
  void aGpuThatIsBrokenFromTheStartFailsNoStage() throws Exception {
    Path root = folder.resolve("out");
    Path conf = SweepFixture.write(folder, root.toString(), "", "a man");
    Map<String, String> properties = new HashMap<>(SMALL);
    properties.put(BrokenDevice.PAUSE, "0s");
    properties.put("spark.task.maxFailures", "2");
    try (SweepProcess sweep =
        SweepProcess.start(
            folder,
            properties,
            "fake",
            conf.toString(),
            "--master",
            "local-cluster[1,1,700]",
            "--key",
            "unusable")) {
      assertThat(sweep.await()).as(sweep.output()).isEqualTo(2);
      assertThat(sweep.output())
          .containsPattern(
              "Error: Cannot finish the sweep: executors were lost again and again \\(cpu on .* is"
                  + " broken \\(CUDA error: uncorrectable ECC error encountered\\)");
    }
    assertThat(SweepProcess.files(root.resolve("stages"), "failed.json")).isEmpty();
  }

  private String journal() {
    return folder.resolve("journal.txt").toString();
  }

  /** The ids of the stages of all lines of the journal that begin with a word. */
  private List<String> noted(String word) throws IOException {
    return Files.readAllLines(Path.of(journal())).stream()
        .filter(line -> line.startsWith(word + " "))
        .flatMap(line -> Stream.of(line.substring(word.length() + 1).split(" ")))
        .toList();
  }

  private SweepProcess startOnCluster(Path conf) {
    Map<String, String> properties = new HashMap<>(SMALL);
    properties.put(BrokenDevice.PAUSE, "1s");
    return SweepProcess.start(
        folder,
        properties,
        "fake",
        conf.toString(),
        "--master",
        CLUSTER,
        "--millis",
        "400",
        "--journal",
        journal());
  }

  private SweepProcess start(Path conf, long millis) {
    return SweepProcess.start(
        folder,
        SweepProcess.withSignals(),
        Map.of(),
        "fake",
        conf.toString(),
        "--master",
        "local[2]",
        "--millis",
        Long.toString(millis));
  }
}
