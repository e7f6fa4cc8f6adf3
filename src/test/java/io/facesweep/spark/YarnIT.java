package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code submit.sh --master yarn} on a real YARN whose nodes offer GPUs: real nets of a few
 * weights, no Spark distribution.
 */
class YarnIT {
  private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
  private static final String EXECUTOR = "YarnCoarseGrainedExecutorBackend";

  @TempDir private static Path folder;
  private static YarnCluster yarn;
  private static Path discovery;

  @BeforeAll
  static void startYarn() throws Exception {
    // Maven has just built what the scripts would build
    Files.writeString(Path.of("target/launch/built"), "");
    yarn = new YarnCluster(Files.createDirectories(folder.resolve("yarn")));
    discovery =
        Files.writeString(
            folder.resolve("gpus.sh"),
            "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"0\"]}'\n");
    Files.setPosixFilePermissions(discovery, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterAll
  static void stopYarn() {
    yarn.close();
  }

  @Test
  void sweepsInClientModeOnTheGpusOfItsNodes() throws Exception {
    Path root = folder.resolve("client");
    try (SweepProcess sweep = submit("client", 1, SmallSweep.write(root, "").toString())) {
      assertDone(sweep);
    }
    assertOnGpus(root);
  }

  @Test
  @Tag("long")
  void sweepsInClientModeThoughAContainerIsKilled() throws Exception {
    Path root = folder.resolve("killed");
    try (SweepProcess sweep = submit("client", 2, SmallSweep.write(root, "").toString())) {
      sweep.awaitRecords(root, 2);
      List<ProcessHandle> executors = yarn.containers(EXECUTOR);
      assertThat(executors).as("the second may not have started yet").isNotEmpty();
      executors.get(0).destroyForcibly();
      assertDone(sweep);
    }
    assertOnGpus(root);
  }

  private static void assertDone(SweepProcess sweep) throws InterruptedException {
    assertThat(sweep.await()).as(sweep.output()).isZero();
    assertThat(sweep.output())
        .contains("Sweep small: 4 of 4 trials done, 0 failed, 0 not run")
        .doesNotContain(" INFO ");
  }

  private static void assertOnGpus(Path root) throws Exception {
    SweepFixture.assertWhole(root, 4);
    assertThat(Duck.query(root, "trials", "device")).containsExactly("cpu in place of GPU 0");
  }

  @Test
  @Tag("long")
  void sweepsInClusterModeWithAShippedConfigurationAndGoesOnThere() throws Exception {
    Path root = folder.resolve("cluster");
    String conf = SmallSweep.write(root, "").toString();
    try (SweepProcess sweep =
        submit("cluster", 2, conf, "-o", "sweep.prompts=[an old man, a woman]")) {
      assertThat(sweep.await()).as(sweep.output()).isZero();
      assertThat(sweep.output()).contains("final status: SUCCEEDED");
    }
    SweepFixture.assertWhole(root, 8);
    // YARN's client knows two codes only; the reason is what the driver wrote
    try (SweepProcess sweep = submit("cluster", 2, conf, "-o", "sweep.seeds=[many]")) {
      assertThat(sweep.await()).as(sweep.output()).isEqualTo(1);
      assertThat(sweep.output()).contains("final status: FAILED", "exited with status 2");
    }
    assertThat(driverOutput()).anyMatch(text -> text.contains("Invalid sweep.seeds"));
    SweepFixture.assertWhole(root, 8);
  }

  @Test
  void saysThatItNeedsTheConfigurationOfYarn() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("submit/submit.sh", "--master", "yarn", "any.conf");
    builder.environment().keySet().removeAll(List.of("HADOOP_CONF_DIR", "YARN_CONF_DIR"));
    try (SweepProcess sweep = SweepProcess.start(builder, folder)) {
      assertThat(sweep.await()).isEqualTo(2);
      assertThat(sweep.output())
          .isEqualTo(
              "Error: Cannot submit to yarn: HADOOP_CONF_DIR names no folder (expected the one of"
                  + " YARN's configuration)\n");
    }
  }

  /** What drivers wrote: application masters are the first containers of their applications. */
  private static List<String> driverOutput() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : SweepProcess.files(folder.resolve("yarn"), "stderr")) {
      texts.add(Files.readString(file));
    }
    return texts;
  }

  private static SweepProcess submit(String mode, int executors, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("submit/submit.sh", "--master", "yarn", "--deploy-mode", mode));
    command.addAll(List.of("--num-executors", "" + executors, "--executor-memory", "600m"));
    command.addAll(List.of("--executor-cores", "1", "--driver-memory", "600m"));
    List<String> settings = new ArrayList<>();
    if (mode.equals("cluster")) {
      // as on nodes that have Spark; in client mode it is shipped
      settings.add(
          "spark.yarn.jars=local:"
              + Path.of("target/spark-clusters/jars/").toAbsolutePath()
              + "/*");
    }
    settings.addAll(
        List.of(
            "spark.executor.resource.gpu.amount=1",
            "spark.executor.resource.gpu.discoveryScript=" + discovery,
            "spark.task.resource.gpu.amount=1",
            "spark.facesweep.device=cpu",
            "spark.yarn.stagingDir=" + folder.resolve("staging").toUri(),
            "spark.yarn.maxAppAttempts=1",
            "spark.yarn.am.memory=400m",
            "spark.yarn.am.extraJavaOptions=" + QUICK,
            "spark.driver.defaultJavaOptions=" + QUICK,
            "spark.executor.defaultJavaOptions=" + QUICK));
    settings.forEach(setting -> command.addAll(List.of("--conf", setting)));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HADOOP_CONF_DIR", yarn.configuration().toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("FACESWEEP_JAVA_OPTS", QUICK);
    builder.environment().put("FACESWEEP_LOG", folder.resolve("driver.log").toString());
    builder.environment().remove("SPARK_HOME");
    return SweepProcess.start(builder, folder);
  }
}
