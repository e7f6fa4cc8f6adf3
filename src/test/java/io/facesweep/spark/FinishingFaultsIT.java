package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults while executors with a core to spare finish stages beside the next ones, in real processes
 * with nothing computed.
 */
class FinishingFaultsIT {
  private static final String BATCHES = "spark.trials-per-task = 4";

  @TempDir private Path folder;

  private SweepProcess start(List<String> starter, Path conf, int executors, long millis) {
    Map<String, String> properties = new HashMap<>();
    properties.put("spark.executor.memory", "600m");
    properties.put("spark.driver.host", "127.0.0.1");
    properties.put("spark.task.cpus", "2");
    return SweepProcess.start(
        folder,
        starter,
        properties,
        "fake",
        conf.toString(),
        "--master",
        "local-cluster[%d,2,700]".formatted(executors),
        "--millis",
        Long.toString(millis));
  }

  private void assertRecordsAreWhole(Path root) throws Exception {
    for (Path record : SweepProcess.files(root.resolve("stages"), "record.json")) {
      assertThat(Files.readString(record)).endsWith("\n}\n");
    }
  }

  @Test
  void anExecutorThatIsKilledLosesWhatHadNoRecord() throws Exception {
    Path root = folder.resolve("out");
    Path conf = SweepFixture.write(folder, root.toString(), BATCHES, "a man", "a woman");
    try (SweepProcess sweep = start(List.of(), conf, 2, 800)) {
      sweep.awaitRecords(root, 2);
      sweep.executors().get(0).destroyForcibly();
      assertThat(sweep.await()).as(sweep.output()).isZero();
      assertThat(sweep.output())
          .contains("Sweep tiny: 8 of 8 trials done, 0 failed, 0 not run")
          .contains("Stages: 12, of which 0 were there before and 12 were finished now");
    }
    SweepFixture.assertWhole(root, 8);
  }

  @Test
  @Tag("long")
  void aSignalKeepsWhatHasARecordAndTheNextRunGoesOnFromThere() throws Exception {
    Path root = folder.resolve("out");
    Path conf = SweepFixture.write(folder, root.toString(), BATCHES, "a man", "a woman", "a child");
    try (SweepProcess sweep = start(SweepProcess.withSignals(), conf, 1, 1200)) {
      sweep.awaitRecords(root, 3);
      sweep.signal("TERM");
      assertThat(sweep.await()).isEqualTo(143);
      assertThat(sweep.output())
          .containsPattern("Stopped: \\d+ of 18 stages are finished and kept")
          .doesNotContain("bug in FaceSweep");
    }
    assertRecordsAreWhole(root);
    int before = (int) SweepProcess.records(root);
    assertThat(before).isBetween(3, 17);
    try (SweepProcess sweep = start(List.of(), conf, 1, 0)) {
      assertThat(sweep.await()).as(sweep.output()).isZero();
      assertThat(sweep.output())
          .containsPattern(
              "Stages: 18, of which \\d+ were there before and \\d+ were finished now");
    }
    SweepFixture.assertWhole(root, 12);
  }

  @Test
  @Tag("long")
  void aDiskThatIsFullEndsTheSweepInOneMessageAndLosesNothing() throws Exception {
    Path root = folder.resolve("out");
    Path conf = SweepFixture.write(folder, root.toString(), BATCHES, "a man", "bulky", "a child");
    List<String> limited = List.of("bash", "-c", "ulimit -f 2048; exec \"$@\"", "limited");
    try (SweepProcess sweep = start(limited, conf, 1, 400)) {
      assertThat(sweep.await()).as(sweep.output()).isEqualTo(2);
      assertThat(sweep.output())
          .containsPattern("Error: Cannot run stages on host \\S+: Cannot write \\S+: .*large")
          .doesNotContain("bug in FaceSweep");
      assertThat(sweep.output().lines().filter(line -> line.contains("Error: "))).hasSize(1);
    }
    assertRecordsAreWhole(root);
    List<Path> kept = new ArrayList<>(SweepProcess.files(root.resolve("stages"), "record.json"));
    assertThat(kept).isNotEmpty();
    List<Object> times = new ArrayList<>();
    for (Path record : kept) {
      times.add(Files.getLastModifiedTime(record));
    }
    try (SweepProcess sweep = start(List.of(), conf, 1, 0)) {
      assertThat(sweep.await()).as(sweep.output()).isZero();
    }
    SweepFixture.assertWhole(root, 12);
    for (int i = 0; i < kept.size(); i++) {
      assertThat(Files.getLastModifiedTime(kept.get(i))).as("not again").isEqualTo(times.get(i));
    }
  }
}
