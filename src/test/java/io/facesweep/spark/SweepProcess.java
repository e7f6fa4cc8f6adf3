package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.cli.FaceSweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A process of the program, with what it writes; it is ended when it is closed. */
final class SweepProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 600;

  private final Process process;
  private final Path log;

  private SweepProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** The program with fake runners in a JVM of its own. */
  static SweepProcess start(Path folder, Map<String, String> properties, String... arguments) {
    return start(folder, List.of(), properties, arguments);
  }

  /** The same, with a command that starts it. */
  static SweepProcess start(
      Path folder, List<String> starter, Map<String, String> properties, String... arguments) {
    return start(FakeSweep.class, folder, starter, properties, arguments);
  }

  /** The program itself. */
  static SweepProcess startReal(Path folder, String... arguments) {
    return start(FaceSweep.class, folder, List.of(), Map.of(), arguments);
  }

  private static SweepProcess start(
      Class<?> program,
      Path folder,
      List<String> starter,
      Map<String, String> properties,
      String... arguments) {
    Path home = folder.resolve("spark-home");
    String classes = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>(starter);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions());
    command.addAll(List.of("-Xmx600m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dspark.executor.extraClassPath=" + classes);
    command.add(
        "-Dspark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
            + " -Dlog4j2.configurationFile=classpath:io/facesweep/spark/log4j2-local.properties");
    properties.forEach((name, value) -> command.add("-D%s=%s".formatted(name, value)));
    command.addAll(List.of("-cp", classes, program.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    try {
      Files.createDirectories(home.resolve("jars"));
      return start(builder, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A starter that makes signals act where the tests themselves were started with SIGINT ignored,
   * as a shell does in the background; none where {@code env} cannot do that.
   */
  static List<String> withSignals() {
    List<String> starter = List.of("env", "--default-signal=INT,TERM");
    try {
      Process attempt = new ProcessBuilder("env", "--default-signal=INT,TERM", "true").start();
      return attempt.waitFor() == 0 ? starter : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Any process. */
  static SweepProcess start(ProcessBuilder builder, Path folder) throws IOException {
    Path log = Files.createTempFile(folder, "process", ".log");
    return new SweepProcess(
        builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
  }

  /** As the surefire plugin was given them. */
  static List<String> jvmOptions() {
    try {
      return Stream.of(Files.readString(Path.of("target/launch/jvm.options")).trim().split("\\s+"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that it has written. */
  String output() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end; returns its exit code. */
  int await() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as(() -> "it ends; it wrote: " + output())
        .isTrue();
    return process.exitValue();
  }

  /** Waits until something is so, while it lives. */
  void awaitThat(String what, BooleanSupplier isSo) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!isSo.getAsBoolean()) {
      assertThat(process.isAlive() && System.nanoTime() < end)
          .as(() -> what + "; it wrote: " + output())
          .isTrue();
      Thread.sleep(20);
    }
  }

  /** Waits until an output root has this many records. */
  void awaitRecords(Path root, int count) throws InterruptedException {
    awaitThat(count + " records", () -> records(root) >= count);
  }

  /** How many stages an output root has finished. */
  static long records(Path root) {
    return files(root.resolve("stages"), "record.json").size();
  }

  /** Files of a name in a tree that changes. */
  static List<Path> files(Path folder, String name) {
    for (int attempt = 0; ; attempt++) {
      try (Stream<Path> files = Files.walk(folder)) {
        return files.filter(file -> file.endsWith(name)).toList();
      } catch (NoSuchFileException e) {
        return List.of();
      } catch (IOException | UncheckedIOException e) {
        if (attempt == 100) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** The processes that run tasks for it: the JVMs that it has started. */
  List<ProcessHandle> executors() {
    return process
        .descendants()
        .filter(child -> child.info().command().map(name -> name.endsWith("java")).orElse(false))
        .toList();
  }

  /** Kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    await();
  }

  /** A signal by its name, e.g. INT. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
