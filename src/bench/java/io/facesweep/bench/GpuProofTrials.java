package io.facesweep.bench;

import io.facesweep.assets.Asset;
import io.facesweep.assets.AssetFolder;
import io.facesweep.check.Difference;
import io.facesweep.config.SweepConfig;
import io.facesweep.models.Instruments;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.plan.Trial;
import io.facesweep.run.BatchProgress;
import io.facesweep.run.JudgeNets;
import io.facesweep.run.StageFinisher;
import io.facesweep.run.StageOutcome;
import io.facesweep.settings.BatchKey;
import io.facesweep.store.Measures;
import io.facesweep.synthesis.LoadedModels;
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
import org.apache.hadoop.conf.Configuration;

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
      StageOutcome.Done finished = finish(config, models, result);
      line.put("ok", isWhole(finished) && nonFinite(result) == 0)
          .put("seconds", (System.nanoTime() - start) * 1e-9)
          .put("steps", result.steps().size())
          .put("non_finite", nonFinite(result))
          .put("files", finished.files().size())
          .put("metrics", finished.measures().metrics().size())
          .put("metrics_not_finite", nonFinite(finished));
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
    Map<BatchKey, List<Trial>> batches = new LinkedHashMap<>();
    for (Trial trial : trials(config)) {
      batches.computeIfAbsent(BatchKey.of(trial.settings()), shape -> new ArrayList<>()).add(trial);
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
        .put("ok", heads == batches.values().stream().mapToInt(List::size).sum())
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
      StageOutcome.Done finished = finish(config, models, results.get(i));
      if (before + i == 0) {
        byte[] contact = finished.files().get("contact.png");
        AssetFolder.write(out, List.of(new Asset("contact.png", contact)));
      }
      lines
          .line("head %d".formatted(batch.get(i).index()))
          .put("ok", isWhole(finished) && nonFinite(results.get(i)) == 0)
          .put("prior", String.valueOf(batch.get(i).factors().get("texture.prior")))
          .put("synthesis_s", synthesis)
          .put("finishing_s", (System.nanoTime() - finishing) * 1e-9)
          .print();
    }
    return batch.size();
  }

  private static List<Trial> trials(SweepConfig config) {
    return SweepPlanner.plan(config, Fingerprints.unread(config)).trials();
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

  private static boolean isWhole(StageOutcome.Done finished) {
    return !finished.files().isEmpty()
        && !finished.measures().metrics().isEmpty()
        && nonFinite(finished) == 0;
  }

  private static long nonFinite(StageOutcome.Done finished) {
    return finished.measures().metrics().values().stream()
        .filter(value -> !Double.isFinite(value))
        .count();
  }

  /** Measures and pictures what comes last of a trial, as a sweep does. */
  static StageOutcome.Done finish(
      SweepConfig config, LoadedModels models, TrialResult.Completed result) {
    List<String> prompts =
        config.sweep().prompts().stream().map(config.sweep()::promptText).toList();
    Instrument instrument = Instruments.of(config, new Configuration());
    try (JudgeNets judges =
        JudgeNets.open(instrument.settings(), name -> name, models.models().device())) {
      StageFinisher finisher =
          new StageFinisher(models, config.run().save(), instrument, judges, prompts);
      TextureOutcome texture = result.texture();
      StageOutcome outcome =
          texture == null
              ? finisher.geometry("", result.trial(), result.geometry(), BatchProgress.NONE)
              : finisher.texture("", result.trial(), texture, Measures.NONE, BatchProgress.NONE);
      return (StageOutcome.Done) outcome;
    }
  }
}
