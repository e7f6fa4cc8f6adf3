package io.facesweep.bench;

import io.facesweep.UserException;
import io.facesweep.assets.AssetNames;
import io.facesweep.assets.NumpyFile;
import io.facesweep.config.SweepConfig;
import io.facesweep.models.Instruments;
import io.facesweep.models.ModelFingerprints;
import io.facesweep.plan.Batch;
import io.facesweep.plan.Batches;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.run.GeometryFile;
import io.facesweep.run.RunnerPlace;
import io.facesweep.run.StageBatch;
import io.facesweep.run.StageOutcome;
import io.facesweep.run.StageRunner;
import io.facesweep.run.SteppedStage;
import io.facesweep.run.StoredGeometry;
import io.facesweep.run.StoredResult;
import io.facesweep.run.SynthesisRunners;
import io.facesweep.settings.BatchKey;
import io.facesweep.spark.LocalPlace;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Torch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What measuring trials costs beside computing them: {@code MeasureBench CONF [K]} runs the first
 * geometries of a sweep in lockstep, at most K (4), and the first textures that stand on them, and
 * measures them and a start again. A JSON line for each kind of stage, in CPU seconds of one stage
 * on one thread: its steps, its steps with files and measures, its measures alone.
 */
public final class MeasureBench {
  private final StageRunner runner;
  private final Map<String, StageOutcome.Done> geometries = new HashMap<>();

  private MeasureBench(StageRunner runner) {
    this.runner = runner;
  }

  public static void main(String[] arguments) {
    if (arguments.length < 1) {
      throw new UserException("Invalid arguments: none (expected CONF [K])");
    }
    Torch.threads(1);
    int most = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
    SweepConfig config = SweepConfig.load(Path.of(arguments[0]), List.of());
    RunnerPlace place = LocalPlace.of(config, Device.CPU);
    Fingerprints fingerprints = ModelFingerprints.of(config, place.hadoop());
    SweepPlan plan = SweepPlanner.plan(config, fingerprints);
    SynthesisRunners runners =
        SynthesisRunners.of(config, fingerprints, Instruments.of(config, place.hadoop()));
    Batches batches = Batches.of(plan, Set.of(), most);
    Batch first = batches.geometry().get(0);
    try (StageRunner runner = place.open(runners, first.models())) {
      MeasureBench bench = new MeasureBench(runner);
      bench.time(first);
      Map<BatchKey, Batch> byShape = new LinkedHashMap<>();
      batches.texture().stream()
          .filter(batch -> bench.geometries.keySet().containsAll(batch.geometryStages()))
          .forEach(batch -> byShape.putIfAbsent(batch.shape(), batch));
      byShape.values().forEach(bench::time);
      double start = cpu();
      runner.measure(plan.starts().get(0));
      System.out.printf(Locale.ROOT, "{\"start\": true, \"measures\": %.2f}%n", cpu() - start);
    }
  }

  private void time(Batch batch) {
    List<StoredGeometry> heads = new ArrayList<>();
    for (Stage stage : batch.stages()) {
      StageOutcome.Done geometry = geometries.get(stage.geometryStage());
      heads.add(
          geometry == null
              ? StoredGeometry.NONE
              : new StoredGeometry(coefficients(geometry), geometry.measures()));
    }
    double[] lastStep = {0};
    double start = cpu();
    List<StageOutcome> outcomes =
        runner
            .run(
                new StageBatch(batch.kind(), batch.stages(), heads),
                (step, steps) -> lastStep[0] = cpu())
            .stream()
            .map(SteppedStage::finish)
            .toList();
    double all = cpu() - start;
    double measures = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      StageOutcome.Done done = (StageOutcome.Done) outcomes.get(i);
      Stage stage = batch.stages().get(i);
      if (batch.kind() == StageKind.GEOMETRY) {
        geometries.put(stage.id(), done);
      }
      double before = cpu();
      runner.measure(stage, stored(stage, done, heads.get(i)), 0);
      measures += cpu() - before;
    }
    System.out.printf(
        Locale.ROOT,
        "{\"kind\": \"%s\", \"stages\": %d, \"depth\": %b, \"prior\": \"%s\", \"steps\": %.2f,"
            + " \"all\": %.2f, \"measures\": %.2f, \"measures_of_steps\": %.3f}%n",
        batch.kind(),
        outcomes.size(),
        batch.stages().get(0).settings().texture().depthControl(),
        batch.stages().get(0).settings().texture().prior(),
        (lastStep[0] - start) / outcomes.size(),
        all / outcomes.size(),
        measures / outcomes.size(),
        measures / (lastStep[0] - start));
  }

  private static StoredResult stored(Stage stage, StageOutcome.Done done, StoredGeometry head) {
    return stage.kind() == StageKind.GEOMETRY
        ? StoredResult.ofGeometry(coefficients(done))
        : new StoredResult(
            head, NumpyFile.read(file(done, AssetNames.LATENTS), AssetNames.LATENTS));
  }

  private static float[] coefficients(StageOutcome.Done done) {
    return GeometryFile.read(file(done, GeometryFile.NAME), GeometryFile.NAME);
  }

  private static byte[] file(StageOutcome.Done done, String name) {
    byte[] content = done.files().get(name);
    if (content == null) {
      throw new IllegalStateException("Cannot read %s: the stage has none".formatted(name));
    }
    return content;
  }

  private static double cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() * 1e-9;
  }
}
