package io.facesweep.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real YARN on this machine: a resource manager and two node managers, each a process of its own.
 * Each node offers one GPU that is not there.
 */
final class YarnCluster implements AutoCloseable {
  private static final int NODES = 2;
  private static final long PATIENCE_SECONDS = 120;
  private static final List<String> NEEDED =
      List.of("hadoop-client-", "slf4j-api", "jcl-over-slf4j", "log4j-");
  private static final String MANAGERS = "org.apache.hadoop.yarn.server.";

  private final Path folder;
  private final List<Process> daemons = new ArrayList<>();
  private final Map<String, String> addresses = new TreeMap<>();

  /**
   * Returns when both nodes can be given work.
   *
   * @param folder for configurations, logs and what containers write
   */
  YarnCluster(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    for (String service : List.of("", "scheduler.", "resource-tracker.", "admin.", "webapp.")) {
      addresses.put("yarn.resourcemanager." + service + "address", freeAddress());
    }
    writeConfiguration("client", Map.of());
    start("manager", MANAGERS + "resourcemanager.ResourceManager");
    awaitNodes(0);
    for (int node = 1; node <= NODES; node++) {
      start("node-" + node, MANAGERS + "nodemanager.NodeManager");
    }
    awaitNodes(NODES);
  }

  /** What clients need: a {@code HADOOP_CONF_DIR}. */
  Path configuration() {
    return folder.resolve("client");
  }

  /** The JVMs that containers run: executors, and what starts or is a driver. */
  List<ProcessHandle> containers(String mainClass) {
    return daemons.stream()
        .flatMap(Process::descendants)
        .filter(
            process -> process.info().command().map(name -> name.endsWith("java")).orElse(false))
        .filter(process -> commandLine(process).contains(mainClass))
        .toList();
  }

  /** All applications as the resource manager tells of them, in JSON. */
  String applications() throws IOException, InterruptedException {
    return get("/ws/v1/cluster/apps");
  }

  private void start(String name, String mainClass) throws IOException {
    Path home = folder.resolve(name);
    writeConfiguration(
        name,
        Map.of(
            "yarn.nodemanager.local-dirs", home.resolve("local").toString(),
            "yarn.nodemanager.log-dirs", home.resolve("logs").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                    Stream.concat(
                        SweepProcess.jvmOptions().stream(),
                        Stream.of(
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Dorg.apache.logging.log4j.level=INFO",
                            "-cp",
                            home + File.pathSeparator + classPath(),
                            mainClass)))
                .toList());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    daemons.add(
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start());
  }

  private void writeConfiguration(String name, Map<String, String> more) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Map<String, String> yarn = new TreeMap<>(addresses);
    yarn.putAll(more);
    for (String service : List.of("", "localizer.", "webapp.")) {
      yarn.put("yarn.nodemanager." + service + "address", "127.0.0.1:0");
    }
    yarn.put("yarn.nodemanager.resource.memory-mb", "4096");
    yarn.put("yarn.nodemanager.resource.cpu-vcores", "4");
    yarn.put("yarn.nodemanager.vmem-check-enabled", "false");
    yarn.put("yarn.nodemanager.disk-health-checker.enable", "false");
    yarn.put("yarn.scheduler.minimum-allocation-mb", "128");
    yarn.put("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", "200");
    write(home.resolve("yarn-site.xml"), yarn);
    write(home.resolve("resource-types.xml"), Map.of("yarn.resource-types", "yarn.io/gpu"));
    write(
        home.resolve("node-resources.xml"),
        Map.of("yarn.nodemanager.resource-type.yarn.io/gpu", "1"));
    String scheduler = "yarn.scheduler.capacity.";
    write(
        home.resolve("capacity-scheduler.xml"),
        Map.of(
            scheduler + "root.queues", "default",
            scheduler + "root.default.capacity", "100",
            scheduler + "maximum-am-resource-percent", "1",
            scheduler + "resource-calculator",
                "org.apache.hadoop.yarn.util.resource.DominantResourceCalculator"));
  }

  private static void write(Path file, Map<String, String> settings) throws IOException {
    String properties =
        settings.entrySet().stream()
            .map(
                entry ->
                    "<property><name>%s</name><value>%s</value></property>%n"
                        .formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
    Files.writeString(file, "<configuration>\n" + properties + "</configuration>\n");
  }

  /** What it needs of Hadoop, none of Spark or FaceSweep. */
  private static String classPath() {
    Stream<String> shared =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                jar -> NEEDED.stream().anyMatch(Path.of(jar).getFileName().toString()::startsWith));
    Stream<String> own =
        Stream.of(
            System.getProperty("minicluster.jar", "target/hdfs/minicluster.jar"), "target/yarn/*");
    return Stream.concat(own, shared).collect(Collectors.joining(File.pathSeparator));
  }

  private void awaitNodes(int count) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!hasNodes(count)) {
      if (System.nanoTime() > end || !daemons.stream().allMatch(Process::isAlive)) {
        close();
        throw new IllegalStateException("Cannot start YARN: see the logs in " + folder);
      }
      Thread.sleep(200);
    }
  }

  private boolean hasNodes(int count) throws InterruptedException {
    try {
      return get("/ws/v1/cluster/metrics").contains("\"activeNodes\":%d".formatted(count));
    } catch (IOException e) {
      // it does not listen yet
      return false;
    }
  }

  private String get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://" + addresses.get("yarn.resourcemanager.webapp.address") + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/%d/cmdline".formatted(process.pid())));
    } catch (IOException e) {
      // it has just ended
      return "";
    }
  }

  private static String freeAddress() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        daemons.stream()
            .flatMap(daemon -> Stream.concat(daemon.descendants(), Stream.of(daemon.toHandle())))
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
