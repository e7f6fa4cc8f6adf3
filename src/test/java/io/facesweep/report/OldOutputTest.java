package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.metrics.Metrics;
import io.facesweep.plan.StageKind;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import io.facesweep.tables.TableReader;
import io.facesweep.tables.Tables;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Outputs of earlier versions are read: sweep tiny is of version 0.1.0, whose records name no user;
 * sweep real is of a later one, with settings and prompt errors in its records.
 */
class OldOutputTest {
  private static final String GEOMETRY = "2417d0d3c8ade772ba77dec7134311fb";

  /** What is concluded of effects follows from what is asked, which old plans do not say. */
  private static final Set<String> CONCLUSIONS = Set.of("p_holm", "verdict", "note");

  private static final Set<String> NOT_THEN_OR_NOW = Set.of("failed", "peak_memory");

  @TempDir private Path root;
  private StageStore store;

  @BeforeEach
  void copy() throws IOException, URISyntaxException {
    Path old = Path.of(OldOutputTest.class.getResource("/old-output").toURI());
    try (Stream<Path> files = Files.walk(old)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = root.resolve(old.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    store = StageStore.open(root.toString(), new Configuration());
  }

  @Test
  void recordsAreTrusted() {
    StageRecord record = store.read(StageKind.GEOMETRY, GEOMETRY).orElseThrow();
    assertThat(record.user()).isNull();
    assertThat(record.host()).isEqualTo("host-1");
    assertThat(store.missingAssets(record)).isEmpty();
    assertThat(store.readAsset(record, record.asset("head.glb").orElseThrow()))
        .asString()
        .isEqualTo("glTF");
  }

  @Test
  void tablesAreReadAndRebuilt() {
    List<String> before = trials();
    assertThat(before)
        .containsExactly(
            "an old man done", "an old man done", "a young woman done", "a young woman failed");
    Tables.Summary summary = Tables.rebuild(store, "tiny");
    assertThat(summary.done()).isEqualTo(3);
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(summary.steps()).isEqualTo(18);
    assertThat(summary.problems()).isEmpty();
    assertThat(trials()).isEqualTo(before);
  }

  @Test
  void theReportIsWritten() {
    SweepReport.Summary report = SweepReport.write(store, "tiny");
    assertThat(report.trials()).isEqualTo(4);
    assertThat(report.limitations()).noneMatch(line -> line.contains("could not be"));
    assertThat(root.resolve("report/tiny/index.html"))
        .content()
        .contains("an old man")
        .doesNotContain("computed by other users");
  }

  @Test
  void rebuiltTablesHaveTheColumnsAndRowsThatTheyHad() {
    Map<String, Set<String>> columns = new TreeMap<>();
    for (String table : List.of("trials", "steps", "assets", "effects")) {
      columns.put(table, new LinkedHashSet<>(new TableReader(store, table, "real").columns()));
      columns.get(table).removeAll(CONCLUSIONS);
    }
    Map<String, List<String>> before = tables(columns);
    Tables.Summary summary = Tables.rebuild(store, "real");
    assertThat(summary.done()).isEqualTo(3);
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(summary.problems()).isEmpty();
    SweepReport.Summary report = SweepReport.write(store, "real");
    assertThat(report.limitations()).noneMatch(line -> line.contains("could not be"));
    Map<String, List<String>> after = tables(columns);
    assertThat(before.get("trials")).hasSize(4);
    before.forEach((table, rows) -> assertThat(after.get(table)).as(table).isEqualTo(rows));
  }

  /**
   * Returns the rows of each table, in order: the values of these columns with their names. Effects
   * are those of metrics that had some then and have now.
   */
  private Map<String, List<String>> tables(Map<String, Set<String>> columns) {
    Map<String, List<String>> tables = new TreeMap<>();
    columns.forEach(
        (table, names) -> {
          List<String> rows = new ArrayList<>();
          new TableReader(store, table, "real")
              .read(
                  column -> true,
                  row -> {
                    String metric = row.text("metric");
                    if (metric == null || isThenAndNow(metric)) {
                      rows.add(
                          names.stream()
                              .map(column -> column + "=" + text(row.value(column)))
                              .collect(Collectors.joining("|")));
                    }
                  });
          tables.put(table, rows);
        });
    return tables;
  }

  /** Metrics of a version that had others by other names have no direction now. */
  private static boolean isThenAndNow(String metric) {
    return !NOT_THEN_OR_NOW.contains(metric) && Metrics.named(metric).isPresent();
  }

  /** Logarithms and roots may differ in a last bit between machines. */
  private static String text(@Nullable Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.9g", number)
        : String.valueOf(value);
  }

  private List<String> trials() {
    List<String> rows = new ArrayList<>();
    new TableReader(store, "trials", "tiny")
        .read(column -> true, row -> rows.add(row.text("prompt") + " " + row.text("status")));
    return rows;
  }
}
