package io.facesweep.bench;

import io.facesweep.cli.FaceSweep;
import io.facesweep.plan.StageKind;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A sweep that is killed twice and resumed, what it costs apart from synthesis, and what sharing
 * stages saves: three runs of one configuration in processes of their own, counted by DuckDB.
 *
 * <ol>
 *   <li>killed when a third of the stages are done, resumed, killed at two thirds, resumed
 *   <li>uninterrupted: {@code overhead} is the share of the time of its slots, from the start of
 *       the first stage to the end of the tables, in which they computed no stage though there were
 *       batches or tables to make; {@code idle} that in which no batch was left
 *   <li>one by one, with {@code run.share-stages = false} and {@code spark.trials-per-task = 1}:
 *       {@code sharing} is the device time of the second run by that of this one; of the second
 *       run's own figures, {@code geometries alone} is what sharing geometries saves of it, in
 *       batches as they were
 * </ol>
 *
 * <p>Arguments: a new folder, the number of stages, a configuration, and overrides {@code -o
 * key=value}. Each run has two slots ({@code local[2]}).
 */
public final class SweepCheck {
  private static final int SLOTS = 2;

  private final Path folder;
  private final List<String> sweep;
  private final PrintStream out;

  private SweepCheck(Path folder, List<String> sweep, PrintStream out) {
    this.folder = folder;
    this.sweep = sweep;
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    List<String> all = List.of(arguments);
    SweepCheck check =
        new SweepCheck(
            Files.createDirectories(Path.of(all.get(0))), all.subList(2, all.size()), System.out);
    check.killed(Integer.parseInt(all.get(1)));
    double shared = check.uninterrupted();
    check.unshared(shared);
  }

  private void killed(int stages) throws Exception {
    Path root = folder.resolve("killed");
    for (int goal : new int[] {stages / 3, 2 * stages / 3}) {
      Process run = start(root, List.of());
      while (records(root) < goal && run.isAlive()) {
        Thread.sleep(50);
      }
      run.destroyForcibly().waitFor();
      out.printf("killed with %d of %d stages done%n", records(root), stages);
    }
    finish(start(root, List.of()));
    out.printf("killed twice, resumed: %s%n", counts(root));
  }

  private double uninterrupted() throws Exception {
    Path root = folder.resolve("whole");
    finish(start(root, List.of()));
    double ended = Files.getLastModifiedTime(table(root, "trials")).toMillis() / 1e3;
    double busy = number(root, "sum(cost_seconds)");
    List<Span> batches = batches(root);
    double first = batches.stream().mapToDouble(Span::begin).min().orElseThrow();
    double last = batches.stream().mapToDouble(Span::begin).max().orElseThrow();
    double end = batches.stream().mapToDouble(Span::end).max().orElseThrow();
    double all = SLOTS * (ended - first);
    double idle = free(batches, last, end);
    double overhead = free(batches, first, last) + SLOTS * (ended - end);
    out.printf(
        Locale.ROOT,
        "uninterrupted: %s; %.1f s of %d slots x %.1f s computed, overhead %.4f, idle %.4f;"
            + " geometries alone %.3f%n",
        counts(root),
        busy,
        SLOTS,
        ended - first,
        overhead / all,
        idle / all,
        busy / number(root, "sum(geometry_seconds) + sum(texture_seconds)"));
    return busy;
  }

  /** From the start of a batch to the end of its last stage, in seconds. */
  private record Span(double begin, double end) {}

  private static List<Span> batches(Path root) {
    Map<String, Span> spans = new HashMap<>();
    StageStore store = StageStore.open(root.toString(), new Configuration());
    for (StageKind kind : StageKind.values()) {
      for (String id : store.recorded(kind).done()) {
        StageRecord record = store.read(kind, id).orElseThrow();
        Span own = new Span(seconds(record.started()), seconds(record.finished()));
        spans.merge(
            kind + " " + record.started(),
            own,
            (one, other) -> new Span(one.begin, Math.max(one.end, other.end)));
      }
    }
    return List.copyOf(spans.values());
  }

  private static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  /** Time of the slots, from one instant to another, that no batch has. */
  private static double free(List<Span> batches, double from, double to) {
    double taken =
        batches.stream()
            .mapToDouble(
                batch -> Math.max(0, Math.min(to, batch.end) - Math.max(from, batch.begin)))
            .sum();
    return SLOTS * (to - from) - taken;
  }

  private void unshared(double shared) throws Exception {
    Path root = folder.resolve("unshared");
    finish(start(root, List.of("-o", "run.share-stages=false", "-o", "spark.trials-per-task=1")));
    double busy = number(root, "sum(cost_seconds)");
    out.printf(
        Locale.ROOT,
        "one by one: %s; %.1f s computed, sharing %.3f%n",
        counts(root),
        busy,
        shared / busy);
  }

  private Process start(Path root, List<String> more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(Files.readString(Path.of("target/launch/jvm.options")).trim().split("\\s+")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FaceSweep.class.getName(), "run", "--master", "local[2]"));
    command.addAll(sweep);
    command.addAll(List.of("-o", "output.uri=" + root.toAbsolutePath()));
    command.addAll(more);
    File log = folder.resolve("runs.log").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private void finish(Process run) throws InterruptedException {
    int code = run.waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          "Cannot go on: a run ended with %d (see %s)".formatted(code, folder.resolve("runs.log")));
    }
  }

  private static long records(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve("stages"))) {
      return files.filter(file -> file.endsWith("record.json")).count();
    } catch (NoSuchFileException | java.io.UncheckedIOException e) {
      return 0;
    }
  }

  private static Path table(Path root, String name) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve("tables").resolve(name))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  private static String counts(Path root) throws SQLException {
    return query(
        root,
        "count(*) || ' trials, ' || count(DISTINCT trial_id) || ' distinct, ' || count(*) FILTER"
            + " (status = 'done') || ' done, ' || count(DISTINCT geometry_stage) || ' geometries'");
  }

  private static double number(Path root, String expression) throws SQLException {
    return Double.parseDouble(query(root, expression));
  }

  private static String query(Path root, String expression) throws SQLException {
    String sql = "SELECT %s FROM read_parquet('%s/tables/trials/*/*.parquet')";
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet result = duck.createStatement().executeQuery(sql.formatted(expression, root))) {
      result.next();
      return result.getString(1);
    }
  }
}
