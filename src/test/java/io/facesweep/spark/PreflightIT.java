package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a cluster or an output shows in one message, before the first trial. */
class PreflightIT {
  @TempDir private Path folder;

  @Test
  void aWorkerWithoutTheCheckpointIsNamed() throws Exception {
    Path root = folder.resolve("out");
    Path conf = SweepFixture.write(folder, root.toString(), "", "a man");
    assertEnds(
        Map.of("spark.executor.memory", "600m", "spark.driver.host", "127.0.0.1"),
        "Error: Cannot run stages on host 127.0.0.1: Cannot open models/none: there is no such"
            + " directory",
        conf.toString(),
        "--master",
        "local-cluster[1,1,700]",
        "--key",
        "missing");
    assertThat(root.resolve("stages")).doesNotExist();
  }

  @Test
  void gpusThatNobodyHasAreAskedForInVain() throws Exception {
    Path conf = SweepFixture.write(folder, folder.resolve("out").toString(), "", "a man");
    Map<String, String> properties = new HashMap<>();
    properties.put("spark.executor.memory", "600m");
    properties.put("spark.driver.host", "127.0.0.1");
    properties.put("spark.executor.resource.gpu.amount", "1");
    properties.put("spark.task.resource.gpu.amount", "1");
    properties.put("spark.facesweep.executor-timeout", "5s");
    assertEnds(
        properties,
        "Error: Cannot get an executor from local-cluster[1,1,700]: none came within 5 s. Asked"
            + " for: 600m memory, all cores, 1 GPUs an executor. Is a worker free that has them?"
            + " Ask for less, or wait longer by spark.facesweep.executor-timeout",
        conf.toString(),
        "--master",
        "local-cluster[1,1,700]");
  }

  @Test
  void anOutputThatCannotBeWrittenEndsItAtOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Path conf = SweepFixture.write(folder, file.resolve("out").toString(), "", "a man");
    assertEnds(
        Map.of(),
        "Error: Cannot write to %s: ".formatted(file.resolve("out")),
        conf.toString(),
        "--master",
        "local[1]");
  }

  private void assertEnds(Map<String, String> properties, String message, String... arguments)
      throws Exception {
    String[] all = new String[arguments.length + 1];
    all[0] = "fake";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    try (SweepProcess sweep = SweepProcess.start(folder, properties, all)) {
      assertThat(sweep.await()).as(sweep.output()).isEqualTo(2);
      assertThat(sweep.output()).contains(message).doesNotContain("bug in FaceSweep");
    }
  }
}
