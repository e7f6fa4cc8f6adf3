package io.facesweep.bench;

import io.facesweep.config.SweepConfig;
import io.facesweep.config.TrialValues;
import io.facesweep.run.StageOutcome;
import io.facesweep.settings.TrialSettings;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.MemoryEstimate;
import io.facesweep.synthesis.StepListener;
import io.facesweep.synthesis.Synthesis;
import io.facesweep.synthesis.SynthesisModels;
import io.facesweep.synthesis.SynthesisOptions;
import io.facesweep.synthesis.TrialResult;
import io.facesweep.synthesis.TrialSpec;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Steps of trials on nets of random weights: time, the host's part of it, memory, idle time. */
final class GpuProofSteps {
  /** Kinds of steps, with the settings of a trial that has only such. */
  enum Kind {
    GEOMETRY("phases = geometry-only"),
    LATENT("texture.latent-steps = 1000"),
    IMAGE(""),
    LATENT_DEPTH("texture { latent-steps = 1000, depth-control = true }"),
    IMAGE_DEPTH("texture.depth-control = true"),
    LATENT_DEPTH_CANNY(
        "texture { latent-steps = 1000, depth-control = true, prior = canny-controlnet }"),
    IMAGE_DEPTH_CANNY("texture { depth-control = true, prior = canny-controlnet }");

    private final String settings;

    Kind(String settings) {
      this.settings = settings;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private static final String CONFIGURATION =
      """
      sweep { name = proof, prompts = ["a bearded man", "a man with red hair"] }
      trial { phases = decoupled }
      models { diffusion = "%1$s/model", depth-controlnet = "%1$s/controlnet"
               texture-controlnet = "%1$s/controlnet", dtype = %2$s }
      output.uri = "out/proof"
      """;

  private static final String TRIAL =
      """
      phases = texture-only, geometry.coefficients = [0], views.texture.preset = full-turn
      geometry { resolution = %2$d, encode-resolution = %1$d, steps = %3$d }
      texture { resolution = %1$d, render-resolution = %1$d, steps = %3$d, latent-steps = 0 }
      """;

  private static final int COLD = 2;
  private static final int WARM = 6;
  private static final int GEOMETRY_SIDE = 224;
  private static final int STEPS_OF_A_PHASE = 200;
  private static final int MAX_BATCH = 64;

  private final GpuProofLines lines;
  private final SweepConfig config;
  private final Device device;
  private final GpuSampler sampler;
  private final int side;

  GpuProofSteps(
      GpuProofLines lines, Path random, Device device, DType dtype, GpuSampler sampler, int side) {
    this.lines = lines;
    this.config =
        SweepConfig.parse(CONFIGURATION.formatted(random, dtype.name().toLowerCase(Locale.ROOT)));
    this.device = device;
    this.sampler = sampler;
    this.side = side;
  }

  /** All kinds at each K, and what follows the steps of a trial. */
  void run(List<Integer> batches) {
    long start = System.nanoTime();
    try (LoadedModels loaded = LoadedModels.open(config.models(), device)) {
      lines
          .line("opening")
          .put("ok", true)
          .put("seconds", (System.nanoTime() - start) * 1e-9)
          .print();
      SynthesisModels models = loaded.models();
      SynthesisModels pooled = PooledModels.of(models.codec().factor(), 768, device);
      for (int batch : batches) {
        Map<Kind, Double> seconds = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
          lines.guarded(
              kind.text() + " K " + batch,
              () -> seconds.put(kind, measure(models, pooled, kind, batch)));
        }
        trial(batch, seconds);
      }
      lines.guarded("finishing", () -> finishing(loaded));
    }
  }

  private double measure(SynthesisModels models, SynthesisModels pooled, Kind kind, int batch) {
    Torch.releaseCachedMemory();
    long before = memoryBefore();
    long start = System.nanoTime();
    double seconds = stepSeconds(models, kind, batch, COLD + WARM);
    GpuSampler.Seen seen = sampler.since(start);
    long peak = device.isCuda() ? seen.peakMebibytes() : Stopwatch.mebibytes("VmHWM");
    double host = stepSeconds(pooled, kind, batch, COLD + WARM);
    lines
        .line(kind.text())
        .put("ok", true)
        .put("k", batch)
        .put("step_ms", 1e3 * seconds)
        .put("each_ms", 1e3 * seconds / batch)
        .put("host_ms", 1e3 * host)
        .put("peak_mib", peak - before)
        .put("estimate_mib", batch * estimate(models, kind) / (double) (1 << 20))
        .put("idle_percent", seen.idlePercent())
        .print();
    return seconds;
  }

  /** On a CPU the peak is forgotten, so that the next one is what is asked for. */
  private long memoryBefore() {
    if (device.isCuda()) {
      sampler.await(); // what was given back just now
      return sampler.mebibytes();
    }
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    } catch (IOException e) {
      System.err.println("Cannot reset the peak of memory: " + e.getMessage());
    }
    return Stopwatch.mebibytes("VmRSS");
  }

  private long estimate(SynthesisModels models, Kind kind) {
    MemoryEstimate estimate = new MemoryEstimate(models);
    TrialSettings settings = settings(kind, COLD + WARM);
    return kind == Kind.GEOMETRY ? estimate.geometry(settings) : estimate.texture(settings);
  }

  /** A trial of three times 200 steps, from the medians of its kinds. */
  private void trial(int batch, Map<Kind, Double> seconds) {
    sum("trial of 600 steps", batch, seconds, Kind.GEOMETRY, Kind.LATENT, Kind.IMAGE);
    sum(
        "trial of 600 steps, depth, canny",
        batch,
        seconds,
        Kind.GEOMETRY,
        Kind.LATENT_DEPTH_CANNY,
        Kind.IMAGE_DEPTH_CANNY);
  }

  private void sum(String what, int batch, Map<Kind, Double> seconds, Kind... kinds) {
    double sum = 0;
    for (Kind kind : kinds) {
      sum += STEPS_OF_A_PHASE * seconds.getOrDefault(kind, Double.NaN) / batch;
    }
    if (Double.isFinite(sum)) {
      lines.line(what).put("ok", true).put("k", batch).put("amortised_s", sum).print();
    }
  }

  /** Metrics, pictures and their encoding, which follow the steps of every trial. */
  private void finishing(LoadedModels loaded) {
    String settings =
        TRIAL.formatted(side, geometrySide(), 1) + "phases = decoupled, texture.latent-steps = 1";
    TrialSpec spec = spec(0, TrialValues.settings(settings));
    Synthesis synthesis =
        new Synthesis(loaded.models(), new SynthesisOptions(1, GEOMETRY_SIDE), StepListener.NONE);
    TrialResult.Completed result = completed(synthesis.run(List.of(spec)).get(0));
    for (String what : List.of("finishing, cold", "finishing")) {
      long start = System.nanoTime();
      StageOutcome.Done finished = GpuProofTrials.finish(config, loaded, result);
      lines
          .line(what)
          .put("ok", !finished.files().isEmpty())
          .put("seconds", (System.nanoTime() - start) * 1e-9)
          .put("files", finished.files().size())
          .put("metrics", finished.measures().metrics().size())
          .put("idle_percent", sampler.since(start).idlePercent())
          .print();
    }
  }

  /** Several tasks at once. */
  void tasks(int batch) {
    try (LoadedModels loaded = LoadedModels.open(config.models(), device)) {
      new GpuProofTasks(lines, this).run(loaded.models(), batch);
    }
  }

  double idlePercentSince(long start) {
    return sampler.since(start).idlePercent();
  }

  /** Ever larger batches until one does not fit, and whether the process goes on after that. */
  void limit() {
    try (LoadedModels loaded = LoadedModels.open(config.models(), device)) {
      SynthesisModels models = loaded.models();
      int fits = 0;
      for (int batch = 16; batch <= MAX_BATCH && !lines.isOver(); batch += batch / 2) {
        if (!tried(models, batch)) {
          break;
        }
        fits = batch;
      }
      lines.line("largest K that fits").put("ok", true).put("k", fits).print();
      lines.line("after that K 1").put("ok", tried(models, 1)).print();
    }
  }

  private boolean tried(SynthesisModels models, int batch) {
    long start = System.nanoTime();
    GpuProofLines.Line line = lines.line("image depth canny K " + batch).put("k", batch);
    try {
      double seconds = stepSeconds(models, Kind.IMAGE_DEPTH_CANNY, batch, COLD + 1);
      line.put("ok", true).put("step_ms", 1e3 * seconds);
      return true;
    } catch (RuntimeException e) {
      String[] message = String.valueOf(e.getMessage()).split("\n");
      line.put("ok", batch > 1)
          .put("note", "%s: %s".formatted(e.getClass().getSimpleName(), message[0]));
      return false;
    } finally {
      line.put("peak_mib", sampler.since(start).peakMebibytes()).print();
      Torch.releaseCachedMemory();
    }
  }

  /** Median seconds of a lockstep step. */
  double stepSeconds(SynthesisModels models, Kind kind, int batch, int count) {
    List<Double> all = new ArrayList<>();
    long[] before = {System.nanoTime()};
    StepListener listener =
        (trial, record, total) -> {
          if (trial.seed() == 0) { // once a step
            long now = System.nanoTime();
            if (record.step() >= COLD) {
              all.add((now - before[0]) * 1e-9);
            }
            before[0] = now;
          }
        };
    TrialSettings settings = settings(kind, count);
    List<TrialSpec> trials = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      trials.add(spec(i, settings));
    }
    new Synthesis(models, SynthesisOptions.PLAIN, listener)
        .run(trials)
        .forEach(GpuProofSteps::completed);
    return all.stream().sorted().toList().get(all.size() / 2);
  }

  private TrialSpec spec(int seed, TrialSettings settings) {
    return new TrialSpec("proof", config.sweep().prompts().get(0), seed, settings);
  }

  private static TrialResult.Completed completed(TrialResult result) {
    if (result instanceof TrialResult.Failed failed) {
      throw new IllegalStateException(failed.failure().message());
    }
    return (TrialResult.Completed) result;
  }

  private TrialSettings settings(Kind kind, int count) {
    String own = kind.settings.replace("latent-steps = 1000", "latent-steps = %d".formatted(count));
    return TrialValues.settings(TRIAL.formatted(side, geometrySide(), count) + own);
  }

  private int geometrySide() {
    return Math.min(side, GEOMETRY_SIDE);
  }
}
