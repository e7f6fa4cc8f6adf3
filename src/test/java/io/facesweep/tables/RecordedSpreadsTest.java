package io.facesweep.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.plan.RecordedSpread;
import io.facesweep.report.SimulatedSweep;
import io.facesweep.report.SweepReport;
import io.facesweep.store.StageStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedSpreadsTest {
  @TempDir private Path root;
  private final List<String> problems = new ArrayList<>();

  @Test
  void everyMainEffectThatIsTestedHasItsSpread() {
    StageStore store = open();
    new SimulatedSweep().prompts(4).seeds(2).side(16).steps(2).write(store);
    SweepReport.write(store, "simulated");
    List<RecordedSpread> spreads = RecordedSpreads.read(store, problems::add);
    assertThat(problems).isEmpty();
    assertThat(spreads).extracting(RecordedSpread::sweep).containsOnly("simulated");
    assertThat(spreads)
        .extracting(RecordedSpread::measure)
        .contains("lighting_variation")
        .doesNotContain("texture_seconds", "failed");
    assertThat(spreads)
        .allSatisfy(
            spread -> {
              assertThat(spread.units()).isPositive();
              assertThat(spread.seeds()).isPositive();
              assertThat(spread.perPrompt()).isEqualTo(2);
            });
  }

  @Test
  void anOutputWithoutEffectsHasNone() {
    assertThat(RecordedSpreads.read(open(), problems::add)).isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void aTableThatCannotBeReadIsALineAndTheOthersCount() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(3).seeds(1).side(16).steps(2).write(store);
    SweepReport.write(store, "simulated");
    Path other = Files.createDirectories(root.resolve("tables/effects/sweep=bad"));
    Files.writeString(other.resolve("part-0.parquet"), "nothing of a table");
    Files.createDirectories(root.resolve("tables/effects/.hidden"));
    assertThat(RecordedSpreads.read(store, problems::add)).isNotEmpty();
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("Cannot read ")
        .contains("sweep=bad")
        .endsWith("it is not a table of FaceSweep (rebuild the tables)");
  }

  private StageStore open() {
    return StageStore.open(root.toString(), new Configuration());
  }
}
