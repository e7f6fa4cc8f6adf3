package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      assertThat(start.output()).contains("spark://127.0.0.1:" + port);
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
      executor().orElseThrow().destroyForcibly();
      assertThat(sweep.await()).as(sweep.output()).isZero();
      assertThat(sweep.output())
          .contains("Sweep cluster: 8 of 8 trials done, 0 failed, 0 not run")
          .doesNotContain(SECRET);
    }
    SweepFixture.assertWhole(root, 8);
    assertThat(Duck.query(root, "trials", "device"))
        .isSubsetOf("cpu in place of GPU 0", "cpu in place of GPU 1")
        .isNotEmpty();
    SweepFixture.assertNoSecret(root, SECRET);
    assertThat(root.resolve("sweeps/cluster/effective.conf")).content().contains("(hidden)");
    assertThat(root.resolve("report/cluster/index.html")).exists();
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
          () -> Files.exists(root.resolve("tables/trials/sweep=cluster/part-0.parquet")));
    }
    SweepFixture.assertWhole(root, 4);
  }

  private static Path configuration(Path root) throws IOException {
    Path golden = Path.of("src/test/resources/golden/sd15-like").toAbsolutePath();
    return Files.writeString(
        folder.resolve(root.getFileName() + ".conf"),
        """
        sweep {
          name = cluster
          prompts = ["an old man", "a woman"]
          axes {
            view-dependent-prompts = [true, false]
            "texture.depth-control" = [false, true]
          }
        }
        trial {
          geometry { steps = 2, resolution = 32, encode-resolution = 32 }
          texture { steps = 2, latent-steps = 1, resolution = 32, render-resolution = 32 }
        }
        models { diffusion = "%s/model", depth-controlnet = "%s/controlnet" }
        output.uri = "%s"
        run.save { views = 1, view-resolution = 32, animation = none }
        spark { trials-per-task = 1, conf { "fs.s3a.secret.key" = "%s" } }
        """
            .formatted(golden, golden, root, SECRET));
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

  /** An executor of this cluster: a child of one of its workers. */
  private static Optional<ProcessHandle> executor() throws IOException {
    for (int worker = 1; worker <= 2; worker++) {
      Path pid = folder.resolve("cluster/worker-%d.pid".formatted(worker));
      Optional<ProcessHandle> child =
          ProcessHandle.of(Long.parseLong(Files.readString(pid).trim()))
              .flatMap(process -> process.descendants().findFirst());
      if (child.isPresent()) {
        return child;
      }
    }
    return Optional.empty();
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
