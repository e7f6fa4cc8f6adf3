package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs of version 0.1.0, whose records name no user, are read. */
class OldOutputTest {
  private static final String GEOMETRY = "2417d0d3c8ade772ba77dec7134311fb";

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

  private List<String> trials() {
    List<String> rows = new ArrayList<>();
    new TableReader(store, "trials", "tiny")
        .read(column -> true, row -> rows.add(row.text("prompt") + " " + row.text("status")));
    return rows;
  }
}
