package io.facesweep.bench;

import io.facesweep.assets.Asset;
import io.facesweep.assets.AssetFolder;
import io.facesweep.assets.FixedViews;
import io.facesweep.assets.TrialAssets;
import io.facesweep.check.Difference;
import io.facesweep.config.SweepConfig;
import io.facesweep.metrics.CheckpointDenoiser;
import io.facesweep.metrics.Metric;
import io.facesweep.metrics.TrialMetrics;
import io.facesweep.metrics.TrialScene;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.RivalPrompts;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.plan.Trial;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.UAxis;
import io.facesweep.settings.SaveSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.LockstepShape;
import io.facesweep.synthesis.PromptView;
import io.facesweep.synthesis.ReferenceCamera;
import io.facesweep.synthesis.StepListener;
import io.facesweep.synthesis.StepRecord;
import io.facesweep.synthesis.Synthesis;
import io.facesweep.synthesis.SynthesisOptions;
import io.facesweep.synthesis.TextureOutcome;
import io.facesweep.synthesis.TrialResult;
import io.facesweep.synthesis.TrialSpec;
import io.facesweep.tensor.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whole trials on a device: small ones with every phase and net, and the quick start's sweep. */
final class GpuProofTrials {
  private static final Path GOLDEN = Path.of("src/test/resources/conf/golden-trial.conf");
  private static final Path QUICK_START = Path.of("conf/quickstart.conf");
  private static final String TEXTURE_UNET = "src/test/resources/golden/sd15-like/model";
  private static final int SNAPSHOT_EVERY = 4;
  private static final int SNAPSHOT_SIDE = 128;

  private final GpuProofLines lines;
  private final Device device;
  private final GpuSampler sampler;
  private final Path out;

  GpuProofTrials(GpuProofLines lines, Device device, GpuSampler sampler, Path out) {
    this.lines = lines;
    this.device = device;
    this.sampler = sampler;
    this.out = out;
  }

  /** All phases with all nets, animations, metrics and files, in each number format. */
  void golden() {
    Map<String, List<String>> phases = new LinkedHashMap<>();
    phases.put("decoupled", List.of());
    phases.put("joint", List.of("trial.phases=joint"));
    phases.put("texture-only", List.of("trial.phases=texture-only", COEFFICIENTS));
    phases.put("geometry-only", List.of("trial.phases=geometry-only", "sweep.axes={}"));
    phases.put(
        "texture UNet, lights",
        List.of(
            "models.texture-unet=" + TEXTURE_UNET,
            "models.texture-unet-yuv=" + TEXTURE_UNET,
            "trial.texture.prior=texture-unet",
            "trial.texture.prior-yuv=true",
            "trial.texture.symmetry-weight=1",
            "trial.texture.smoothness-weight=1",
            "trial.texture.light.mode=presets"));
    for (String type : List.of("float32", "float16", "bfloat16")) {
      phases.forEach(
          (name, overrides) ->
              lines.guarded(name + " " + type, () -> goldenTrial(name, type, overrides)));
    }
  }

  private static final String COEFFICIENTS = "trial.geometry.coefficients=[1, -1]";

  private void goldenTrial(String name, String type, List<String> overrides) {
    List<String> all = new ArrayList<>(overrides);
    all.add("models.dtype=" + type);
    SweepConfig config = SweepConfig.load(GOLDEN, all);
    Trial trial = trials(config).get(0);
    long start = System.nanoTime();
    GpuProofLines.Line line = lines.line(name + " " + type);
    try (LoadedModels models = LoadedModels.open(config.models(), device)) {
      TrialResult.Completed result = run(models, List.of(trial)).get(0);
      Finished finished = finish(config, models, result);
      line.put("ok", finished.isWhole() && nonFinite(result) == 0)
          .put("seconds", (System.nanoTime() - start) * 1e-9)
          .put("steps", result.steps().size())
          .put("non_finite", nonFinite(result))
          .put("files", finished.files().size())
          .put("metrics", finished.metrics().size())
          .put("metrics_not_finite", finished.nonFinite());
      if (device.isCuda() && type.equals("float32")) {
        line.put("difference_from_cpu", differenceFromCpu(config, trial, result));
      }
    }
    line.print();
  }

  /** Of the head's coefficients, relative to the largest; no bits are promised across devices. */
  private static double differenceFromCpu(
      SweepConfig config, Trial trial, TrialResult.Completed result) {
    try (LoadedModels models = LoadedModels.open(config.models(), Device.CPU)) {
      float[] expected = run(models, List.of(trial)).get(0).geometry().coefficients();
      return Difference.between(result.geometry().coefficients(), expected).largest();
    }
  }

  /** Eight heads of the demo checkpoint: in lockstep, then measured and written one by one. */
  void quickStart() {
    SweepConfig config = SweepConfig.load(QUICK_START, List.of());
    Map<LockstepShape, List<Trial>> batches = new LinkedHashMap<>();
    for (Trial trial : trials(config)) {
      batches
          .computeIfAbsent(LockstepShape.of(trial.settings()), shape -> new ArrayList<>())
          .add(trial);
    }
    long start = System.nanoTime();
    int heads = 0;
    try (LoadedModels models = LoadedModels.open(config.models(), device)) {
      double opening = (System.nanoTime() - start) * 1e-9;
      lines.line("opening").put("ok", true).put("seconds", opening).print();
      for (List<Trial> batch : batches.values()) {
        heads += batch(config, models, batch, heads);
      }
    }
    lines
        .line("whole sweep")
        .put("ok", heads == 8)
        .put("heads", heads)
        .put("seconds", (System.nanoTime() - start) * 1e-9)
        .put("idle_percent", sampler.since(start).idlePercent())
        .print();
  }

  private int batch(SweepConfig config, LoadedModels models, List<Trial> batch, int before) {
    long start = System.nanoTime();
    List<TrialResult.Completed> results = run(models, batch);
    double synthesis = (System.nanoTime() - start) * 1e-9 / batch.size();
    for (int i = 0; i < batch.size(); i++) {
      long finishing = System.nanoTime();
      Finished finished = finish(config, models, results.get(i));
      if (before + i == 0) {
        write(finished.files());
      }
      lines
          .line("head %d".formatted(batch.get(i).index()))
          .put("ok", finished.isWhole() && nonFinite(results.get(i)) == 0)
          .put("prior", String.valueOf(batch.get(i).factors().get("texture.prior")))
          .put("synthesis_s", synthesis)
          .put("finishing_s", (System.nanoTime() - finishing) * 1e-9)
          .print();
    }
    return batch.size();
  }

  private void write(List<Asset> files) {
    AssetFolder.write(
        out, files.stream().filter(asset -> asset.name().equals("contact.png")).toList());
  }

  private static List<Trial> trials(SweepConfig config) {
    return SweepPlanner.plan(config, Fingerprints.unread(config.models())).trials();
  }

  private static List<TrialResult.Completed> run(LoadedModels models, List<Trial> trials) {
    Synthesis synthesis =
        new Synthesis(
            models.models(),
            new SynthesisOptions(SNAPSHOT_EVERY, SNAPSHOT_SIDE),
            StepListener.NONE);
    List<TrialSpec> specs =
        trials.stream()
            .map(t -> new TrialSpec(t.promptText(), t.promptText(), t.seed(), t.settings()))
            .toList();
    List<TrialResult.Completed> results = new ArrayList<>();
    for (TrialResult result : synthesis.run(specs)) {
      if (result instanceof TrialResult.Failed failed) {
        throw new IllegalStateException(failed.failure().message());
      }
      results.add((TrialResult.Completed) result);
    }
    return results;
  }

  private static long nonFinite(TrialResult.Completed result) {
    return result.steps().stream().mapToLong(StepRecord::nonFinite).sum();
  }

  /** What follows the steps of a trial. */
  record Finished(List<Asset> files, Map<Metric, Double> metrics) {
    boolean isWhole() {
      return !files.isEmpty() && !metrics.isEmpty() && nonFinite() == 0;
    }

    private long nonFinite() {
      return metrics.values().stream().filter(value -> !Double.isFinite(value)).count();
    }
  }

  /** Measures and pictures a trial, as a sweep does. */
  static Finished finish(SweepConfig config, LoadedModels models, TrialResult.Completed result) {
    TrialSettings settings = result.trial().settings();
    SaveSettings save = config.run().save();
    UAxis axis = settings.texture().wrap() ? UAxis.WRAP : UAxis.CLAMP;
    Device device = models.models().device();
    FixedViews views =
        FixedViews.around(
            save.views(), save.viewResolution(), ReferenceCamera.of(settings), axis, device);
    List<Asset> files = new TrialAssets(models.models().face(), views).trial(result);
    int side =
        result.texture() == null
            ? settings.geometry().encodeResolution()
            : settings.texture().renderResolution();
    List<String> prompts =
        config.sweep().prompts().stream().map(config.sweep()::promptText).toList();
    TrialMetrics metrics =
        new TrialMetrics(
            new CheckpointDenoiser(models.checkpoint(), models.embeddings()),
            side,
            ReferenceCamera.of(settings),
            device,
            null);
    return new Finished(files, metrics.of(scene(models, result, prompts, axis)));
  }

  private static TrialScene scene(
      LoadedModels models, TrialResult.Completed result, List<String> prompts, UAxis axis) {
    TextureOutcome texture = result.texture();
    String prompt = result.trial().prompt();
    return new TrialScene(
        MeshTopology.of(result.geometry().mesh()),
        result.geometry().mesh().vertices(),
        result.geometry().coefficients(),
        texture == null ? new float[0] : texture.albedo(),
        texture == null ? 0 : texture.resolution(),
        models.models().face().regions(),
        axis,
        prompt,
        RivalPrompts.of(prompts, prompt),
        (text, azimuth) -> PromptView.of(azimuth).apply(text));
  }
}
