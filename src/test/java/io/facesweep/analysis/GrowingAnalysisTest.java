package io.facesweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.report.SimulatedSweep;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.SweepFolder;
import io.facesweep.tables.SweepRecords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingAnalysisTest {
  @TempDir private Path root;
  private StageStore store;
  private SweepRecords records;
  private StoredSweep sweep;
  private GrowingAnalysis growing;
  private GrowingAnalysis.Answers first;

  private static SimulatedSweep sweep() {
    return new SimulatedSweep()
        .prompts(IntStream.range(0, 8).mapToObj(i -> "face " + i).toList())
        .seeds(1)
        .axes("texture.depth-control = [true, false], texture.prior = [none, canny-controlnet]")
        .confirmatory("lighting_variation")
        .withoutAssets();
  }

  /** All geometry stages have ended, and two thirds of the texture stages. */
  @BeforeEach
  void analyseTheFirstStages() {
    store = StageStore.open(root.toString(), new Configuration());
    sweep().skipEvery(3).write(store);
    sweep = new SweepFolder(store, "simulated").read();
    records = new SweepRecords(store, sweep);
    growing = new GrowingAnalysis(sweep);
    first = analyse();
  }

  private GrowingAnalysis.Answers analyse() {
    records.readNew((record, measures, trials, steps) -> {});
    return growing.of(records);
  }

  private void assertAsIfNew(GrowingAnalysis.Answers answers) {
    assertThat(answers.effects()).isNotEmpty().isEqualTo(SweepEffects.of(sweep, records));
    assertThat(answers.importance())
        .isNotEmpty()
        .isEqualTo(SweepImportance.of(TrialTable.of(sweep, records)));
  }

  private static Map<String, List<List<Effect.Unit>>> units(GrowingAnalysis.Answers answers) {
    Map<String, List<List<Effect.Unit>>> units = new HashMap<>();
    for (Effect effect : answers.effects()) {
      units
          .computeIfAbsent(effect.row().comparison().metric(), m -> new ArrayList<>())
          .add(effect.units());
    }
    return units;
  }

  @Test
  void saysTheSameAsAnAnalysisOfAllThatIsThere() {
    assertAsIfNew(first);
    sweep().write(store);
    assertAsIfNew(analyse());
  }

  @Test
  void keepsWhatNewStagesSayNothingOf() {
    sweep().write(store);
    Map<String, List<List<Effect.Unit>>> before = units(first);
    Map<String, List<List<Effect.Unit>>> after = units(analyse());
    assertThat(after.get("geometry_seconds").get(0))
        .isSameAs(before.get("geometry_seconds").get(0));
    assertThat(after.get("clip_score").get(0)).isNotEqualTo(before.get("clip_score").get(0));
  }
}
