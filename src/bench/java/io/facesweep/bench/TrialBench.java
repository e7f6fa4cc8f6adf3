package io.facesweep.bench;

import io.facesweep.config.Dtype;
import io.facesweep.config.ModelSettings;
import io.facesweep.config.TrialSettings;
import io.facesweep.synthesis.ControlRole;
import io.facesweep.synthesis.LatentCodec;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.Score;
import io.facesweep.synthesis.ScoreModel;
import io.facesweep.synthesis.ScoreRequest;
import io.facesweep.synthesis.StepListener;
import io.facesweep.synthesis.Synthesis;
import io.facesweep.synthesis.SynthesisModels;
import io.facesweep.synthesis.SynthesisOptions;
import io.facesweep.synthesis.SynthesisPhase;
import io.facesweep.synthesis.TrialResult;
import io.facesweep.synthesis.TrialSpec;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.tensor.Torch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Speed and memory of trials. Prints one JSON object a line:
 *
 * <ul>
 *   <li>{@code speed}: trial-steps per second for each K and kind of step, and what is left of the
 *       step, in milliseconds and percent, when the nets are replaced by pooling (render,
 *       optimiser, bookkeeping);
 *   <li>{@code rss}: resident memory in MiB every 100 steps of one trial of 600 steps;
 *   <li>{@code rss-trials}: the same after each of 20 trials.
 * </ul>
 *
 * Arguments: checkpoint directory or {@code random} for random weights of the demo checkpoint's
 * sizes, ControlNet directory, side in pixels, then any of {@code speed}, {@code long} and {@code
 * trials}; all if none is named. Device {@code cuda} by {@code -Dbench.device=cuda}. Times are the
 * thread's own on a CPU, so that other work on the machine does not count, and the clock's else.
 */
public final class TrialBench {
  private static final String TRIAL =
      """
      geometry { resolution = %1$d, encode-resolution = %1$d, steps = %2$d }
      texture { resolution = %1$d, render-resolution = %1$d, steps = %3$d, latent-steps = %4$d
                depth-control = true, prior = canny, light.mode = presets }
      """;

  private static final int WARM_UPS = 15;

  private final int side;
  private final SynthesisModels models;

  private TrialBench(int side, SynthesisModels models) {
    this.side = side;
    this.models = models;
  }

  /** Runs the benchmark. */
  public static void main(String[] args) throws IOException {
    int side = Integer.parseInt(args[2]);
    List<String> parts = List.of(args).subList(3, args.length);
    Device device =
        System.getProperty("bench.device", "cpu").equals("cuda") ? Device.cuda(0) : Device.CPU;
    String model = args[0];
    String control = args[1];
    if (model.equals("random")) {
      Path directory = Files.createTempDirectory("facesweep-bench");
      RandomSnapshot.write(directory);
      model = directory.resolve("model").toString();
      control = directory.resolve("controlnet").toString();
    }
    ModelSettings settings =
        new ModelSettings(model, control, control, null, null, null, "builtin:head", Dtype.AUTO);
    try (LoadedModels loaded = LoadedModels.open(settings, device)) {
      TrialBench bench = new TrialBench(side, loaded.models());
      if (parts.isEmpty() || parts.contains("speed")) {
        bench.speed();
      }
      if (parts.isEmpty() || parts.contains("long")) {
        bench.oneLongTrial();
      }
      if (parts.isEmpty() || parts.contains("trials")) {
        bench.manyTrials();
      }
    }
  }

  private void speed() {
    SynthesisModels pooled =
        new SynthesisModels(
            new NoScore(models.diffusion()),
            new PoolCodec(models.codec().factor()),
            null,
            null,
            models.face(),
            models.device());
    for (int i = 0; i < WARM_UPS; i++) {
      stepSeconds(pooled, 1); // for Java's compiler
    }
    for (int batch : new int[] {1, 8}) {
      Map<String, Double> full = stepSeconds(models, batch);
      Map<String, Double> rest = stepSeconds(pooled, batch);
      full.forEach(
          (kind, seconds) ->
              print(
                  "{\"bench\":\"speed\",\"side\":%d,\"threads\":%d,\"k\":%d,\"step\":\"%s\",\"trial_steps_per_s\":%.3f,\"step_ms\":%.1f,\"overhead_ms\":%.1f,\"overhead_percent\":%.1f}",
                  side,
                  Torch.threads(),
                  batch,
                  kind,
                  batch / seconds,
                  1e3 * seconds,
                  1e3 * rest.getOrDefault(kind, Double.NaN),
                  100 * rest.getOrDefault(kind, Double.NaN) / seconds));
    }
  }

  /** Median seconds of a lockstep step by kind. */
  private Map<String, Double> stepSeconds(SynthesisModels with, int batch) {
    Map<String, List<Double>> shares = new HashMap<>();
    int latentSteps = 12;
    long[] before = {nanos()};
    StepListener listener =
        (trial, record, steps) -> {
          if (!trial.id().equals("bench-0")) {
            return; // once a step
          }
          long now = nanos();
          double seconds = (now - before[0]) * 1e-9;
          before[0] = now;
          boolean latent = record.step() < latentSteps;
          String kind =
              record.phase() == SynthesisPhase.GEOMETRY
                  ? "geometry"
                  : latent ? "texture-latent" : "texture-image";
          boolean warm = record.step() >= 2 && (latent || record.step() >= latentSteps + 2);
          if (warm || (record.phase() == SynthesisPhase.GEOMETRY && record.step() >= 2)) {
            shares.computeIfAbsent(kind, any -> new ArrayList<>()).add(seconds);
          }
        };
    run(with, listener, batch, 0, TRIAL.formatted(side, 12, 2 * latentSteps, latentSteps));
    Map<String, Double> medians = new HashMap<>();
    shares.forEach(
        (kind, all) -> medians.put(kind, all.stream().sorted().toList().get(all.size() / 2)));
    return medians;
  }

  private long nanos() {
    return models.device().isCuda()
        ? System.nanoTime()
        : ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void oneLongTrial() {
    long[] steps = {0};
    StepListener listener =
        (trial, record, total) -> {
          steps[0]++;
          if (steps[0] % 100 == 0) {
            print("{\"bench\":\"rss\",\"steps\":%d,\"rss_mib\":%.1f}", steps[0], residentMib());
          }
        };
    run(models, listener, 1, 0, TRIAL.formatted(side, 200, 400, 200));
  }

  private void manyTrials() {
    for (int i = 0; i < 20; i++) {
      run(models, StepListener.NONE, 1, i, TRIAL.formatted(side, 4, 8, 4));
      print("{\"bench\":\"rss-trials\",\"trials\":%d,\"rss_mib\":%.1f}", i + 1, residentMib());
    }
  }

  private static void run(
      SynthesisModels models, StepListener listener, int batch, long seed, String settings) {
    List<TrialSpec> trials = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      trials.add(new TrialSpec("bench-" + i, "a bearded man", seed, TrialSettings.parse(settings)));
    }
    for (TrialResult result : new Synthesis(models, SynthesisOptions.PLAIN, listener).run(trials)) {
      if (result instanceof TrialResult.Failed failed) {
        throw new IllegalStateException(failed.failure().message());
      }
    }
  }

  /** Resident memory of this process after a collection; NaN where /proc is not there. */
  private static double residentMib() {
    System.gc();
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
      }
      return Double.NaN;
    } catch (IOException e) {
      return Double.NaN; // another operating system
    }
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /** Answers with the latents themselves, at once. */
  private record NoScore(ScoreModel real) implements ScoreModel {
    @Override
    public int timesteps() {
      return real.timesteps();
    }

    @Override
    public boolean has(ControlRole role) {
      return real.has(role);
    }

    @Override
    public Tensor embed(String text) {
      return real.embed(text);
    }

    @Override
    public Score gradient(ScoreRequest request) {
      int batch = request.timesteps().length;
      try (TensorScope scope = TensorScope.open()) {
        Tensor gradient = request.latents().mul(0.1);
        float[] norms = gradient.norm(1, 2, 3).toFloats();
        double[] wide = new double[batch];
        for (int i = 0; i < batch; i++) {
          wide[i] = norms[i];
        }
        return new Score(scope.keep(gradient), wide, new long[batch]);
      }
    }
  }

  /** Averages tiles instead of encoding them. */
  private record PoolCodec(int factor) implements LatentCodec {
    @Override
    public Tensor encode(Tensor images, Tensor posteriorNoise) {
      Tensor small = Functional.averagePool(images, factor);
      return Tensor.cat(1, small, small.meanKeep(1));
    }

    @Override
    public Tensor decode(Tensor latents) {
      Tensor rgb = latents.slice(1, 0, 3);
      return Functional.upsampleNearest(rgb, rgb.shape(2) * factor, rgb.shape(3) * factor)
          .clamp(0, 1);
    }
  }
}
