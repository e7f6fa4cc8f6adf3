package io.facesweep.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.server.NoOpRpcHandler;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts of {@code submit/} on a real standalone cluster, which {@code cluster.sh} starts:
 * real nets of a few weights, a GPU address for each task.
 */
class ClusterIT {
  private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
  private static final String EXECUTORS_QUICK = "spark.executor.defaultJavaOptions=" + QUICK;

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
    try (SweepProcess sweep =
        script("cluster.sh", "run", "--conf", EXECUTORS_QUICK, conf.toString())) {
      sweep.awaitRecords(root, 2);
      assertSecretIsOnNoCommandLine();
      killAnExecutor();
      assertThat(sweep.await()).as(sweep.output()).isZero();
      assertThat(sweep.output())
          .contains("Sweep small: 4 of 4 trials done, 0 failed, 0 not run")
          .doesNotContain(SECRET, clusterSecret(), " INFO ");
      assertThat(folder.resolve("cluster/driver.log")).content().contains(" INFO ");
    }
    SweepFixture.assertWhole(root, 4);
    assertThat(Duck.query(root, "trials", "device"))
        .isSubsetOf("cpu in place of GPU 0", "cpu in place of GPU 1")
        .isNotEmpty();
    SweepFixture.assertNoSecret(root, SECRET);
    SweepFixture.assertNoSecret(root, clusterSecret());
    assertThat(root.resolve("sweeps/small/effective.conf")).content().contains("(hidden)");
    assertThat(root.resolve("report/small/index.html")).exists();
    // Spark itself copies a configuration that was shipped with --files
    SweepFixture.assertNoSecretInFiles(
        folder.resolve("cluster"),
        SECRET,
        file ->
            file.toString().matches(".*\\.(log|conf)|.*/std(err|out)")
                && !file.endsWith("cluster-mode.conf"));
    assertSecretIsInPrivateFilesOnly();
  }

  @Test
  @Tag("long")
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
            "--conf",
            EXECUTORS_QUICK,
            conf.toString(),
            "-o",
            "sweep.prompts=[an old man, a woman]")) {
      sweep.awaitRecords(root, 1);
      assertSecretIsOnNoCommandLine();
      sweep.awaitThat(
          "tables of 8 trials",
          () -> Files.exists(root.resolve("tables/trials/sweep=small/part-0.parquet")));
    }
    SweepFixture.assertWhole(root, 8);
    assertSecretIsInPrivateFilesOnly();
  }

  @Test
  void aPeerWithoutTheSecretIsNotHeard() throws Exception {
    TransportConf conf = new TransportConf("rpc", new MapConfigProvider(Map.of()));
    try (TransportContext context = new TransportContext(conf, new NoOpRpcHandler());
        TransportClientFactory factory = context.createClientFactory();
        TransportClient client = factory.createClient("127.0.0.1", port)) {
      assertThatThrownBy(() -> client.sendRpcSync(ByteBuffer.wrap(new byte[] {1, 2, 3}), 60_000))
          .hasStackTraceContaining("Expected SaslMessage");
    }
  }

  @Test
  void refusesASecondStartAndOtherFilesOfProperties() throws Exception {
    String before = clusterSecret();
    try (SweepProcess start = script("cluster.sh", "start")) {
      assertThat(start.await()).isEqualTo(2);
      assertThat(start.output())
          .isEqualTo(
              "Error: Cannot start the cluster: it is there already, at spark://127.0.0.1:%d (to"
                      .formatted(port)
                  + " end it: submit/cluster.sh stop)\n");
    }
    assertThat(clusterSecret()).isEqualTo(before);
    try (SweepProcess run = script("cluster.sh", "run", "--properties-file=mine.conf", "x.conf")) {
      assertThat(run.await()).isEqualTo(2);
      assertThat(run.output())
          .isEqualTo(
              "Error: Cannot submit with --properties-file=mine.conf: Spark takes one such file,"
                  + " which is that of the cluster's secret (use --conf key=value, or spark.conf in"
                  + " CONF)\n");
    }
  }

  /** What the cluster's processes know each other by. */
  private static String clusterSecret() throws IOException {
    List<String> lines = Files.readAllLines(cluster("secret.conf"));
    assertThat(lines).hasSize(2).first().isEqualTo("spark.authenticate true");
    assertThat(lines.get(1)).matches("spark\\.authenticate\\.secret [0-9a-f]{64}");
    return lines.get(1).substring(lines.get(1).indexOf(' ') + 1);
  }

  /** Every user of a machine can list its processes with their arguments. */
  private static void assertSecretIsOnNoCommandLine() throws IOException {
    String secret = clusterSecret();
    List<String> ours = new ArrayList<>();
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      try {
        String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), ISO_8859_1);
        assertThat(line).doesNotContain(secret);
        if (line.contains(folder.toString()) || line.contains(":" + port)) {
          ours.add(line);
        }
      } catch (IOException e) {
        continue; // it has ended since
      }
    }
    assertThat(ours)
        .anyMatch(line -> line.contains("Master"))
        .anyMatch(line -> line.contains("Worker"))
        .anyMatch(line -> line.contains("SparkSubmit") && line.contains("secret.conf"))
        .anyMatch(line -> line.contains("CoarseGrainedExecutorBackend"));
  }

  private static void assertSecretIsInPrivateFilesOnly() throws IOException {
    Set<Path> files =
        Set.of(
            cluster("secret.conf"),
            cluster("master.conf"),
            cluster("worker-1.conf"),
            cluster("worker-2.conf"));
    for (Path file : files) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(file).content().contains(clusterSecret());
    }
    SweepFixture.assertNoSecretInFiles(
        cluster(""),
        clusterSecret(),
        file -> !file.toString().endsWith(".jar") && !files.contains(file));
  }

  private static Path cluster(String file) {
    return folder.resolve("cluster").resolve(file);
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
    builder.environment().put("FACESWEEP_JAVA_OPTS", QUICK);
    builder.environment().put("SPARK_DAEMON_JAVA_OPTS", QUICK);
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
