package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.cli.Console;
import io.facesweep.config.SweepConfig;
import io.facesweep.metrics.Metrics;
import io.facesweep.plan.Batch;
import io.facesweep.plan.Batches;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import io.facesweep.tensor.Device;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stages come to where they are finished one by one, and where several are at once. */
class FinishingBitsTest {
  private static final RunnerPlace PLACE =
      new RunnerPlace(Device.CPU, new Configuration(), RunnerPlace.Process.ALONE, 1);

  @TempDir private Path folder;

  private static SweepConfig config() {
    List<String> overrides =
        new ArrayList<>(
            List.of(
                "sweep.prompts=[\"a man\", \"a woman\"]",
                "sweep.seeds=[1]",
                "metrics.resolution=32"));
    List<String> arguments = Arrays.asList(Console.onGolden("trial"));
    for (int i = 2; i < arguments.size(); i += 2) {
      overrides.add(arguments.get(i + 1));
    }
    return SweepConfig.load(Path.of(Console.configuration()), overrides);
  }

  /** Measures and files' hashes of all stages. */
  private Map<String, String> results(PlannedTrial planned, String name, int cores) {
    Fingerprints fingerprints = planned.runners().fingerprints();
    SweepPlan plan = SweepPlanner.plan(planned.config(), fingerprints);
    Batches batches = Batches.of(plan, Set.of(), 4);
    StageStore store = StageStore.open(folder.resolve(name).toString(), new Configuration());
    StageCommit commit =
        new StageCommit(store, new Provenance("host", "cpu", Map.of(), fingerprints), List.of());
    Map<String, String> results = new TreeMap<>();
    try (StageRunner runner = PLACE.open(planned.runners(), planned.trial().models())) {
      for (List<Batch> kind : List.of(batches.geometry(), batches.texture())) {
        for (Batch batch : kind) {
          List<StageReport> reports =
              new BatchRunner(
                      store,
                      runner,
                      new DeviceExperience(),
                      commit,
                      Watchdog.of(Duration.ZERO, () -> {}),
                      BatchReporter.NONE,
                      new SpareCores(new AtomicInteger(), cores))
                  .run(batch, 0);
          assertThat(reports).extracting(StageReport::end).containsOnly(StageReport.End.DONE);
          for (Stage stage : batch.stages()) {
            StageRecord record = store.read(stage.kind(), stage.id()).orElseThrow();
            results.put(stage.id(), text(record));
          }
        }
      }
    }
    return results;
  }

  private static String text(StageRecord record) {
    Map<String, Double> values = new TreeMap<>(record.metrics());
    values.remove(Metrics.PEAK_MEMORY.name());
    Map<String, String> files = new TreeMap<>();
    for (AssetRecord asset : record.assets()) {
      if (!asset.name().equals(StageRecord.STEPS)) { // seconds are in it
        files.put(asset.name(), asset.sha256());
      }
    }
    return "%s %s %s".formatted(values, record.measures().promptErrors(), files);
  }

  @Test
  void areTheSameToTheLastBit() {
    PlannedTrial planned = PlannedTrial.of(config(), 0, PLACE);
    Map<String, String> oneByOne = results(planned, "alone", 1);
    assertThat(oneByOne).hasSizeGreaterThanOrEqualTo(6);
    assertThat(results(planned, "beside", 4)).isEqualTo(oneByOne);
  }
}
