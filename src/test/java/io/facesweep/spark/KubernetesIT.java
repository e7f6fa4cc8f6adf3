package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code submit.sh --master k8s://...} asks an API server for, and that a sweep runs in the
 * executors that it asks for. No image is built or run: executors are processes of this machine.
 */
class KubernetesIT {
  private static final String IMAGE = "registry.example/facesweep:1";
  private static final String SECRET = "_SPARK_AUTH_SECRET";

  @TempDir private static Path folder;
  private KubernetesServer server;

  @BeforeAll
  static void useWhatIsBuilt() throws IOException {
    // Maven has just built what the scripts would build
    Files.writeString(Path.of("target/launch/built"), "");
  }

  @BeforeEach
  void startServer() {
    server = new KubernetesServer();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void asksForADriverPodWhosePathsTheImageHas() throws Exception {
    String conf = "file:///opt/facesweep/conf/seed-faces.conf";
    try (SweepProcess submission =
        submit(
            "cluster",
            Map.of("FACESWEEP_JARS", "local:///opt/facesweep/jars", "FACESWEEP_NATIVES", "none"),
            "--properties-file",
            "submit/spark-gpu.conf",
            "--conf",
            "spark.kubernetes.submission.waitAppCompletion=false",
            conf,
            "-o",
            "output.uri=s3a://bucket/faces")) {
      assertThat(submission.await()).as(submission.output()).isZero();
    }
    assertThat(server.pods()).hasSize(1);
    Pod pod = kept(server.asked("driver").get(0), "driver");
    Container driver = pod.getSpec().getContainers().get(0);
    assertThat(driver.getImage()).isEqualTo(IMAGE);
    assertThat(driver.getArgs())
        .startsWith("driver")
        .containsSubsequence("--class", "io.facesweep.cli.FaceSweep")
        .endsWith(
            "local:///opt/facesweep/jars/facesweep.jar",
            "run",
            conf,
            "-o",
            "output.uri=s3a://bucket/faces");
    // only executors compute
    assertThat(driver.getResources().getLimits()).doesNotContainKey("nvidia.com/gpu");

    Properties settings = new Properties();
    settings.load(
        new StringReader(server.configurations().get(0).getData().get("spark.properties")));
    assertThat(settings)
        .containsEntry("spark.executor.resource.gpu.amount", "1")
        .containsEntry("spark.executor.resource.gpu.vendor", "nvidia.com")
        .containsEntry("spark.executor.resource.gpu.discoveryScript", "/opt/facesweep/gpus.sh")
        .containsEntry("spark.executorEnv.PYTORCH_LIBRARY_PATH", "/opt/libtorch/lib");
    assertThat(settings.getProperty("spark.jars").split(","))
        .containsExactlyInAnyOrderElementsOf(ImageContents.jars());
    List<String> copied = ImageContents.copied();
    assertThat(ImageContents.paths(Serialization.asJson(pod) + settings))
        .isNotEmpty()
        .allSatisfy(path -> assertThat(copied).anyMatch(path::startsWith));
  }

  @Test
  @Tag("long")
  void sweepsInTheExecutorPodsThatItAsksForThoughOneIsKilled() throws Exception {
    Path root = folder.resolve("client");
    Path discovery =
        Files.writeString(
            folder.resolve("gpus.sh"),
            "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"0\"]}'\n");
    Files.setPosixFilePermissions(discovery, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, SweepProcess> kubelet = new HashMap<>();
    try (SweepProcess sweep =
        submit(
            "client",
            Map.of(),
            "--properties-file",
            "submit/spark-gpu.conf",
            "--conf",
            "spark.executor.resource.gpu.discoveryScript=" + discovery,
            "--conf",
            "spark.executor.instances=2",
            "--conf",
            "spark.facesweep.device=cpu",
            "--conf",
            "spark.driver.host=127.0.0.1",
            SmallSweep.write(root, "").toString())) {
      sweep.awaitThat("two executor pods", () -> server.asked("executor").size() == 2);
      for (Pod pod : server.asked("executor")) {
        assertAsksForAGpu(kept(pod, "executor"));
        kubelet.put(pod.getMetadata().getName(), start(pod));
        server.running(pod);
      }
      sweep.awaitRecords(root, 2);
      Pod lost = server.asked("executor").get(0);
      kubelet.get(lost.getMetadata().getName()).kill();
      server.failed(lost, 137);
      sweep.awaitThat("another pod", () -> server.asked("executor").size() == 3);
      Pod another = server.asked("executor").get(2);
      kubelet.put(another.getMetadata().getName(), start(another));
      server.running(another);
      assertThat(sweep.await()).as(sweep.output()).isZero();
      assertThat(sweep.output()).contains("Sweep small: 4 of 4 trials done, 0 failed, 0 not run");
    } finally {
      kubelet.values().forEach(SweepProcess::close);
    }
    SweepFixture.assertWhole(root, 4);
    assertThat(Duck.query(root, "trials", "device")).containsExactly("cpu in place of GPU 0");
    assertThat(server.pods()).isEmpty();
  }

  /** Leaves what was asked for in a file, to be looked at. */
  private static Pod kept(Pod pod, String role) throws IOException {
    Path folder = Files.createDirectories(Path.of("target/kubernetes"));
    Files.writeString(folder.resolve(role + ".yaml"), Serialization.asYaml(pod));
    return pod;
  }

  private static void assertAsksForAGpu(Pod pod) {
    Container executor = pod.getSpec().getContainers().get(0);
    assertThat(executor.getImage()).isEqualTo(IMAGE);
    assertThat(executor.getArgs()).containsExactly("executor");
    assertThat(executor.getResources().getLimits())
        .containsEntry("nvidia.com/gpu", new Quantity("1"))
        .containsEntry("memory", new Quantity("20480Mi"));
    assertThat(executor.getResources().getRequests()).containsEntry("cpu", new Quantity("4"));
    assertThat(environment(executor))
        .containsEntry("PYTORCH_LIBRARY_PATH", "/opt/libtorch/lib")
        .containsEntry("PYTORCH_VERSION", "2.7.1")
        .containsEntry("PYTORCH_FLAVOR", "cu128")
        .containsEntry("CUDA_DEVICE_ORDER", "PCI_BUS_ID")
        .containsEntry("FACESWEEP_CACHE", "/var/tmp/facesweep")
        .containsEntry("SPARK_EXECUTOR_CORES", "4");
  }

  /** Does what the entry point of Spark's image does, but for the variables of the image. */
  private static SweepProcess start(Pod pod) throws IOException {
    Map<String, String> given = environment(pod.getSpec().getContainers().get(0));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    given.keySet().stream()
        .filter(name -> name.startsWith("SPARK_JAVA_OPT_"))
        .sorted()
        .forEach(name -> command.add(given.get(name)));
    command.addAll(SweepProcess.jvmOptions());
    command.addAll(List.of("-Xmx600m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", Path.of("target/spark-clusters/jars").toAbsolutePath() + "/*"));
    command.add("org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend");
    Map<String, String> arguments =
        Map.of(
            "--driver-url", "SPARK_DRIVER_URL",
            "--executor-id", "SPARK_EXECUTOR_ID",
            "--cores", "SPARK_EXECUTOR_CORES",
            "--app-id", "SPARK_APPLICATION_ID",
            "--resourceProfileId", "SPARK_RESOURCE_PROFILE_ID",
            "--podName", "SPARK_EXECUTOR_POD_NAME");
    arguments.forEach(
        (option, variable) -> command.addAll(List.of(option, given.getOrDefault(variable, ""))));
    command.addAll(List.of("--hostname", "127.0.0.1"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    // by which driver and executors know each other
    assertThat(given).containsKey(SECRET);
    builder.environment().put(SECRET, given.get(SECRET));
    // jars that the driver ships go to the working directory
    builder.directory(Files.createTempDirectory(folder, "executor").toFile());
    return SweepProcess.start(builder, folder);
  }

  /** Variables that have a value, and what the server would know of the pod. */
  private static Map<String, String> environment(Container container) {
    return container.getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue, (first, last) -> last));
  }

  private SweepProcess submit(String mode, Map<String, String> variables, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("submit/submit.sh", "--master", server.master(), "--deploy-mode", mode));
    command.addAll(List.of("--conf", "spark.kubernetes.container.image=" + IMAGE));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("FACESWEEP_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    builder.environment().put("FACESWEEP_LOG", folder.resolve("driver.log").toString());
    builder.environment().remove("SPARK_HOME");
    builder.environment().putAll(variables);
    return SweepProcess.start(builder, folder);
  }
}
