package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metrics;
import io.facesweep.metrics.NamedMetrics;
import io.facesweep.store.StageStore;
import io.facesweep.tables.TableReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/metrics-and-effects.md} says of every metric and column what the code has. */
class DocumentationTest {
  private static final Path PAGE = Path.of("docs/metrics-and-effects.md");

  @Test
  void everyMetricIsDefinedAsInTheCode() throws Exception {
    String page = Files.readString(PAGE);
    for (Metric metric : Metrics.ALL) {
      assertThat(page)
          .contains("| `%s` | %s | %s |".formatted(metric.name(), metric.unit(), metric.range()))
          .contains(metric.definition());
    }
    for (NamedMetrics.Kind kind : NamedMetrics.ALL) {
      assertThat(page).contains("`" + kind.prefix() + "_NAME`");
    }
  }

  @Test
  void everyColumnIsDefined(@TempDir Path root) throws Exception {
    StageStore store = StageStore.open(root.toString(), new Configuration());
    new SimulatedSweep().prompts(1).seeds(1).side(16).steps(2).write(store);
    SweepReport.write(store, "simulated");
    String page = Files.readString(PAGE);
    for (String table : List.of("steps", "assets", "effects", "importance")) {
      assertThat(new TableReader(store, table, "simulated").columns())
          .isNotEmpty()
          .allSatisfy(column -> assertThat(page).contains("`" + column + "`"));
    }
  }
}
