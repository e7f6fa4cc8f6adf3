package io.facesweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.SweepConfig;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.SweepPlan;
import io.facesweep.settings.AnalysisSettings;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.SweepFolder;
import io.facesweep.tables.SampleSweep;
import io.facesweep.tables.SweepRecords;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorerDirectionTest {
  @Test
  void theBetterEndOfAScorerIsThatOfTheSweepsInstrument(@TempDir Path root) {
    StageStore store = StageStore.open(root.toString(), new Configuration());
    SweepConfig config = SampleSweep.config(root);
    SweepPlan plan = SampleSweep.plan(config);
    SweepFolder folder = new SweepFolder(store, "sample");
    StoredSweep stored = folder.write(config, plan);
    assertThat(folder.instrument()).isEmpty();
    SweepConfig judged =
        SweepConfig.parse(
            """
            sweep { name = sample, prompts = [a] }
            models.diffusion = none
            output.uri = out
            metrics.scorers.dirt { file = a.pt, size = 16, better = lower }
            metrics.scorers.nice { file = b.pt, size = 16 }
            """);
    folder.write(new Instrument(judged.metrics().at(32), Map.of()));
    assertThat(folder.instrument().orElseThrow().better())
        .containsExactlyInAnyOrderEntriesOf(Map.of("dirt", "lower", "nice", "higher"));
    SweepRecords records =
        SweepRecords.read(store, stored, (record, measures, trials, steps) -> {});
    TrialTable table = TrialTable.of(stored, records);
    assertThat(direction(table, "scorer_dirt")).isEqualTo(Direction.LOWER_IS_BETTER);
    assertThat(direction(table, "front_scorer_dirt")).isEqualTo(Direction.LOWER_IS_BETTER);
    assertThat(direction(table, "scorer_nice")).isEqualTo(Direction.HIGHER_IS_BETTER);
    assertThat(direction(table, "scorer_other")).isEqualTo(Direction.NEUTRAL);
    assertThat(direction(table, "identity_spread_dirt")).isEqualTo(Direction.LOWER_IS_BETTER);
    assertThat(direction(table, "face_front")).isEqualTo(Direction.HIGHER_IS_BETTER);
  }

  private static Direction direction(TrialTable table, String metric) {
    return MeasureTraits.of(table, metric, AnalysisSettings.DEFAULT).direction();
  }
}
