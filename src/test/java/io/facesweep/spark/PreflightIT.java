package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a cluster or an output shows in one message, before the first trial. */
class PreflightIT {
  private static final String CLUSTER = "local-cluster[1,1,700]";
  private static final Map<String, String> SMALL =
      Map.of("spark.executor.memory", "600m", "spark.driver.host", "127.0.0.1");

  @TempDir private Path folder;

  @Test
  void aWorkerWithoutTheCheckpointIsNamed() throws Exception {
    Path root = folder.resolve("out");
    assertEnds(
        SMALL,
        "Error: Cannot run stages on host 127.0.0.1: Cannot open models/none: there is no such"
            + " directory",
        fake(root, CLUSTER, "--key", "missing"));
    assertThat(root.resolve("stages")).doesNotExist();
  }

  @Test
  @Tag("long")
  void aWorkerWithAnotherCheckpointThanTheDriverIsNamed() throws Exception {
    Path root = folder.resolve("out");
    copyModel(folder.resolve("model"));
    // each process has a folder of its own there
    Path conf = real(root, "/proc/self/cwd/model");
    Path other = folder.resolve("other");
    copyModel(other);
    Files.writeString(other.resolve("model_index.json"), " \n", StandardOpenOption.APPEND);
    Map<String, String> properties = new HashMap<>(SMALL);
    properties.put(
        "spark.executorEnv.JAVA_HOME", javaAfter("cp -r '%s' model".formatted(other)).toString());
    assertEnds(
        properties,
        "Error: Cannot run stages on host 127.0.0.1: Cannot use models.diffusion: its files are not"
            + " those of the driver's machine (copy them, or name them by an s3a: or hdfs: URI)",
        "run",
        conf.toString(),
        "--master",
        CLUSTER);
    assertThat(root.resolve("stages")).doesNotExist();
  }

  @Test
  void anOutputThatWorkersDoNotSeeIsNamed() throws Exception {
    // each process has a folder of its own there
    Path root = Path.of("/proc/self/cwd/out");
    assertEnds(
        SMALL,
        "Error: Cannot run stages on host 127.0.0.1: Cannot see"
            + " /proc/self/cwd/out/sweeps/tiny/plan.json, which the driver wrote: the output of a"
            + " cluster must be on a file system that all its machines share, or on s3a: or hdfs:",
        fake(root, CLUSTER));
    assertThat(folder.resolve("out/stages")).doesNotExist();
  }

  @Test
  void aGpuThatLibtorchDoesNotSeeIsNamed() throws Exception {
    Path root = folder.resolve("out");
    Path conf = real(root, "src/test/resources/golden/sd15-like/model");
    Path discovery =
        script(folder.resolve("gpus.sh"), "echo '{\"name\": \"gpu\", \"addresses\": [\"7\"]}'");
    Map<String, String> properties = new HashMap<>(SMALL);
    properties.put("spark.worker.resource.gpu.amount", "1");
    properties.put("spark.worker.resource.gpu.discoveryScript", discovery.toString());
    properties.put("spark.executor.resource.gpu.amount", "1");
    properties.put("spark.task.resource.gpu.amount", "1");
    assertEnds(
        properties,
        "Error: Cannot run stages on host 127.0.0.1: Cannot use CUDA device 7: libtorch in ",
        "run",
        conf.toString(),
        "--master",
        CLUSTER);
    assertThat(root.resolve("stages")).doesNotExist();
  }

  @Test
  void gpusThatNobodyHasAreAskedForInVain() throws Exception {
    Map<String, String> properties = new HashMap<>(SMALL);
    properties.put("spark.executor.resource.gpu.amount", "1");
    properties.put("spark.task.resource.gpu.amount", "1");
    properties.put(ClusterExecutors.SETTING, "3s");
    assertEnds(
        properties,
        "Error: Cannot get an executor from local-cluster[1,1,700]: none came within 3 s. Asked"
            + " for: 600m memory, all cores, 1 GPUs an executor. Is a worker free that has them,"
            + " and do executors start there (see the workers' logs)? Ask for less, or wait longer"
            + " by spark.facesweep.executor-timeout",
        fake(folder.resolve("out"), CLUSTER));
  }

  @Test
  void executorsWhoseJvmDoesNotStartEndIt() throws Exception {
    Map<String, String> properties = new HashMap<>(SMALL);
    properties.put("spark.executorEnv.JAVA_HOME", javaAfter("exit 3").toString());
    assertEnds(properties, lostAgainAndAgain(3), fake(folder.resolve("out"), CLUSTER));
  }

  @Test
  @Tag("long")
  void executorsThatDieAtTheirStartOverAndOverEndIt() throws Exception {
    Map<String, String> properties = new HashMap<>(SMALL);
    properties.put("spark.plugins", DyingExecutors.class.getName());
    properties.put(LostExecutors.MAX_FAILURES, "2");
    assertEnds(
        properties,
        lostAgainAndAgain(DyingExecutors.EXIT_CODE),
        fake(folder.resolve("out"), CLUSTER));
  }

  private static String lostAgainAndAgain(int exitCode) {
    return "Error: Cannot finish the sweep: executors were lost again and again (Command exited"
        + " with code %d). What is finished is kept; see the executors' logs, and run it again"
            .formatted(exitCode);
  }

  @Test
  void anOutputThatCannotBeWrittenEndsItAtOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    StringWriter written = new StringWriter();
    assertThat(FakeSweep.runHere(written, fake(file.resolve("out"), "local[1]"))).isEqualTo(2);
    assertThat(written.toString())
        .contains("Error: Cannot write to %s: ".formatted(file.resolve("out")))
        .doesNotContain("bug in FaceSweep");
  }

  private String[] fake(Path root, String master, String... more) throws IOException {
    Path conf = SweepFixture.write(folder, root.toString(), "", "a man");
    Stream<String> arguments = Stream.of("fake", conf.toString(), "--master", master);
    return Stream.concat(arguments, Stream.of(more)).toArray(String[]::new);
  }

  /** A sweep of one trial, with real nets. */
  private Path real(Path root, String model) throws IOException {
    return Files.writeString(
        folder.resolve("real.conf"),
        """
        sweep { name = real, prompts = [a man] }
        models.diffusion = "%s"
        output.uri = "%s"
        """
            .formatted(model.startsWith("/") ? model : Path.of(model).toAbsolutePath(), root));
  }

  private static void copyModel(Path target) throws IOException {
    Path model = Path.of("src/test/resources/golden/sd15-like/model");
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(model.relativize(file).toString()));
      }
    }
  }

  /** A JAVA_HOME whose {@code java} does something first, in the folder it is started in. */
  private Path javaAfter(String command) throws IOException {
    Path home = folder.resolve("java-home");
    Files.createDirectories(home.resolve("bin"));
    script(
        home.resolve("bin/java"),
        "%s\nexec '%s/bin/java' \"$@\"".formatted(command, System.getProperty("java.home")));
    return home;
  }

  private static Path script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private void assertEnds(Map<String, String> properties, String message, String... arguments)
      throws Exception {
    List<String> here = List.of("env", "--chdir=" + folder);
    try (SweepProcess sweep = SweepProcess.start(folder, here, properties, arguments)) {
      assertThat(sweep.await()).as(sweep.output()).isEqualTo(2);
      assertThat(sweep.output()).contains(message).doesNotContain("bug in FaceSweep");
    }
  }
}
