package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts of {@code submit/} on a real standalone cluster, which {@code cluster.sh} starts:
 * real nets of a few weights, a GPU address for each task.
 */
class ClusterIT {
  private static final String SECRET = "hunter2-standalone";

  @TempDir private static Path folder;
  private static int port;

  @BeforeAll
  static void startCluster() throws Exception {
    // Maven has just built what the scripts would build
    Files.writeString(Path.of("target/launch/built"), "");
    port = twoFreePorts();
    try (SweepProcess start = script("cluster.sh", "start")) {
      assertThat(start.await()).as(start.output()).isZero();
      assertThat(start.output())
          .contains(
              "spark://127.0.0.1:" + port,
              "The master's page: http://127.0.0.1:" + (port + 1),
              "Logs: " + folder.resolve("cluster"));
    }
  }

  @AfterAll
  static void stopCluster() throws Exception {
    try (SweepProcess stop = script("cluster.sh", "stop")) {
      assertThat(stop.await()).as(stop.output()).isZero();
    }
  }

  @Test
  void sweepsOnTheGpusOfAClusterThoughAnExecutorIsKilled() throws Exception {
    Path root = folder.resolve("client");
    Path conf = configuration(root);
    try (SweepProcess sweep = script("cluster.sh", "run", conf.toString())) {
      sweep.awaitRecords(root, 2);
      killAnExecutor();
      assertThat(sweep.await()).as(sweep.output()).isZero();
      assertThat(sweep.output())
          .contains("Sweep small: 8 of 8 trials done, 0 failed, 0 not run")
          .doesNotContain(SECRET, " INFO ");
      assertThat(folder.resolve("cluster/driver.log")).content().contains(" INFO ");
    }
    SweepFixture.assertWhole(root, 8);
    assertThat(Duck.query(root, "trials", "device"))
        .isSubsetOf("cpu in place of GPU 0", "cpu in place of GPU 1")
        .isNotEmpty();
    SweepFixture.assertNoSecret(root, SECRET);
    assertThat(root.resolve("sweeps/small/effective.conf")).content().contains("(hidden)");
    assertThat(root.resolve("report/small/index.html")).exists();
    // Spark itself copies a configuration that was shipped with --files
    SweepFixture.assertNoSecretInFiles(
        folder.resolve("cluster"),
        SECRET,
        file ->
            file.toString().matches(".*\\.(log|conf)|.*/std(err|out)")
                && !file.endsWith("cluster-mode.conf"));
  }

  @Test
  void sweepsInClusterModeWithAShippedConfiguration() throws Exception {
    Path root = folder.resolve("cluster-mode");
    Path conf = configuration(root);
    try (SweepProcess sweep =
        script(
            "cluster.sh",
            "run",
            "--deploy-mode",
            "cluster",
            "--driver-memory",
            "600m",
            "--conf",
            "spark.standalone.submit.waitAppCompletion=true",
            conf.toString(),
            "-o",
            "sweep.prompts=[an old man]")) {
      sweep.awaitThat(
          "tables of 4 trials",
          () -> Files.exists(root.resolve("tables/trials/sweep=small/part-0.parquet")));
    }
    SweepFixture.assertWhole(root, 4);
  }

  private static Path configuration(Path root) throws IOException {
    return SmallSweep.write(
        root, "spark.conf { \"fs.s3a.secret.key\" = \"%s\" }".formatted(SECRET));
  }

  private static SweepProcess script(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("submit/" + name));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLUSTER_DIR", folder.resolve("cluster").toString());
    builder.environment().put("CLUSTER_PORT", Integer.toString(port));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("SPARK_HOME");
    return SweepProcess.start(builder, folder);
  }

  /** Kill -9 for the first that the script names. */
  private static void killAnExecutor() throws Exception {
    try (SweepProcess executors = script("cluster.sh", "executors")) {
      assertThat(executors.await()).as(executors.output()).isZero();
      List<String> pids = executors.output().lines().toList();
      assertThat(pids).hasSizeBetween(1, 2);
      assertThat(ProcessHandle.of(Long.parseLong(pids.get(0))).orElseThrow().destroyForcibly())
          .isTrue();
    }
  }

  private static int twoFreePorts() throws IOException {
    while (true) {
      try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          ServerSocket second =
              new ServerSocket(first.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
        return second.getLocalPort() - 1;
      } catch (IOException e) {
        // the next port is taken: others are tried
      }
    }
  }
}
