package io.facesweep.bench;

import io.facesweep.config.TrialValues;
import io.facesweep.guidance.DiffusionDistillation;
import io.facesweep.guidance.NoisePredictor;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.Objective;
import io.facesweep.settings.TrialSettings;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.MemoryEstimate;
import io.facesweep.synthesis.StepListener;
import io.facesweep.synthesis.Synthesis;
import io.facesweep.synthesis.SynthesisModels;
import io.facesweep.synthesis.SynthesisOptions;
import io.facesweep.synthesis.TrialResult;
import io.facesweep.synthesis.TrialSpec;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Torch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Speed and memory of trials. Prints one JSON object a line for each of the parts:
 *
 * <ul>
 *   <li>{@code overhead}: milliseconds of a step for each K and kind of step when the nets are
 *       replaced by pooling: render, optimiser, bookkeeping. Opens no checkpoint;
 *   <li>{@code speed}: trial-steps per second with the nets, and the overhead's share;
 *   <li>{@code memory}: the peak of resident memory of a few steps of each kind, beyond what the
 *       process had with its nets open, and what was estimated. What was freed stays with the
 *       process: one K and kind for each process, and a heap of fixed size;
 *   <li>{@code objectives}: predictions of the net and milliseconds of a latent-space step with
 *       each objective, averages over all timesteps, the latter relative to SDS; and the peak of
 *       resident memory as with {@code memory}, for which each needs a process of its own;
 *   <li>{@code long}: resident memory every 100 steps of one trial of 600 steps;
 *   <li>{@code trials}: the same after each of 20 trials.
 * </ul>
 *
 * Times are the thread's own on a CPU, so that other work on the machine does not count, and the
 * clock's else.
 */
@Command(
    name = "TrialBench",
    mixinStandardHelpOptions = true,
    description = "Times trials and watches their memory; prints JSON lines.")
public final class TrialBench implements Callable<Integer> {
  private enum Part {
    OVERHEAD,
    SPEED,
    MEMORY,
    OBJECTIVES,
    LONG,
    TRIALS
  }

  /** Kinds of steps, with the settings of a trial that has only such. */
  private enum Kind {
    GEOMETRY("phases = geometry-only"),
    LATENT("phases = texture-only, geometry.coefficients = [0]"),
    IMAGE("phases = texture-only, geometry.coefficients = [0], texture.latent-steps = 0"),
    TEXELS("phases = texture-only, geometry.coefficients = [0], texture.parameter = rgb");

    private final String settings;

    Kind(String settings) {
      this.settings = settings;
    }
  }

  private static final String TRIAL =
      """
      geometry { resolution = %1$d, encode-resolution = %1$d, steps = %2$d }
      texture { resolution = %1$d, render-resolution = %1$d, steps = %3$d, latent-steps = %4$d
                depth-control = true, prior = canny, light.mode = presets }
      """;

  private static final String OBJECTIVE_TRIAL =
      """
      phases = texture-only, geometry.coefficients = [0]
      texture { resolution = %1$d, render-resolution = %1$d, steps = %2$d, latent-steps = %2$d }
      guidance { objective = %3$s, csd.negative-weight = 0.5 }
      """;

  private static final int WARM_UPS = 15;

  @Parameters(
      arity = "0..1",
      paramLabel = "SNAPSHOT",
      description = "directory with model_index.json; random: random weights of the demo's sizes")
  String snapshot = "random";

  @Option(names = "--controlnet", description = "of depth and of edges (default: beside SNAPSHOT)")
  @Nullable Path controlNet;

  @Option(names = "--side", description = "of all images, pixels (default ${DEFAULT-VALUE})")
  int side = 64;

  @Option(
      names = "--factor",
      description = "of the VAE that pooling replaces (default ${DEFAULT-VALUE})")
  int factor = 4;

  @Option(names = "--parts", split = ",", description = "of ${COMPLETION-CANDIDATES}; default all")
  List<Part> parts = List.of(Part.values());

  @Option(names = "--kinds", split = ",", description = "of ${COMPLETION-CANDIDATES}; default all")
  List<Kind> kinds = List.of(Kind.values());

  @Option(
      names = "--objectives",
      split = ",",
      description = "of ${COMPLETION-CANDIDATES}; default all")
  List<Objective> objectives = List.of(Objective.values());

  @Option(names = "--batches", split = ",", description = "values of K (default 1,8)")
  List<Integer> batches = List.of(1, 8);

  @Option(names = "--steps", description = "of each kind (default ${DEFAULT-VALUE})")
  int steps = 12;

  @Option(names = "--cold", description = "first steps not counted (default ${DEFAULT-VALUE})")
  int cold = 2;

  @Option(names = "--device", description = "cpu or cuda (default ${DEFAULT-VALUE})")
  String deviceName = "cpu";

  private Device device = Device.CPU;

  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new TrialBench()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    device = deviceName.equals("cuda") ? Device.cuda(0) : Device.CPU;
    Map<Kind, List<Double>> overheads = new EnumMap<>(Kind.class);
    if (parts.contains(Part.OVERHEAD) || parts.contains(Part.SPEED)) {
      overheads.putAll(overheads());
    }
    if (parts.stream().allMatch(part -> part == Part.OVERHEAD)) {
      return 0;
    }
    Path model = Path.of(snapshot);
    if (snapshot.equals("random")) {
      Path directory = Files.createTempDirectory("facesweep-bench");
      RandomSnapshot.write("demo", directory);
      model = directory.resolve("model");
    }
    Path control =
        controlNet != null
            ? controlNet
            : model.toAbsolutePath().normalize().resolveSibling("controlnet");
    ModelSettings settings =
        new ModelSettings(
            Map.of(
                ModelRole.DIFFUSION, model.toString(),
                ModelRole.DEPTH_CONTROLNET, control.toString(),
                ModelRole.TEXTURE_CONTROLNET, control.toString(),
                ModelRole.FACE, "builtin:head"),
            Dtype.AUTO,
            Dtype.AUTO);
    try (LoadedModels loaded = LoadedModels.open(settings, device)) {
      SynthesisModels models = loaded.models();
      if (parts.contains(Part.SPEED)) {
        speed(models, overheads);
      }
      if (parts.contains(Part.MEMORY)) {
        memory(models);
      }
      if (parts.contains(Part.OBJECTIVES)) {
        objectives(loaded);
      }
      if (parts.contains(Part.LONG)) {
        oneLongTrial(models);
      }
      if (parts.contains(Part.TRIALS)) {
        manyTrials(models);
      }
    }
    return 0;
  }

  /** Seconds of a step without nets, for each K. */
  private Map<Kind, List<Double>> overheads() {
    SynthesisModels pooled = PooledModels.of(factor, 96, device);
    Map<Kind, List<Double>> found = new EnumMap<>(Kind.class);
    for (Kind kind : kinds) {
      for (int i = 0; i < WARM_UPS; i++) {
        stepSeconds(pooled, kind, 1, 24); // for Java's compiler
      }
      List<Double> each = new ArrayList<>();
      for (int batch : batches) {
        each.add(stepSeconds(pooled, kind, batch, 48));
        print(
            "{\"bench\":\"overhead\",\"side\":%d,\"k\":%d,\"step\":\"%s\",\"overhead_ms\":%.2f}",
            side, batch, kind, 1e3 * each.get(each.size() - 1));
      }
      found.put(kind, each);
    }
    return found;
  }

  private void speed(SynthesisModels models, Map<Kind, List<Double>> overheads) {
    for (int i = 0; i < batches.size(); i++) {
      for (Kind kind : kinds) {
        int batch = batches.get(i);
        double seconds = stepSeconds(models, kind, batch, steps);
        double rest = overheads.getOrDefault(kind, List.of()).get(i);
        print(
            "{\"bench\":\"speed\",\"side\":%d,\"threads\":%d,\"k\":%d,\"step\":\"%s\",\"trial_steps_per_s\":%.4f,\"step_ms\":%.1f,\"overhead_ms\":%.2f,\"overhead_percent\":%.2f}",
            side,
            Torch.threads(),
            batch,
            kind,
            batch / seconds,
            1e3 * seconds,
            1e3 * rest,
            100 * rest / seconds);
      }
    }
  }

  private void objectives(LoadedModels loaded) throws IOException {
    NoisePredictor predictor =
        new NoisePredictor(loaded.checkpoint().unet(), loaded.checkpoint().schedule(), Map.of());
    SynthesisModels models =
        new SynthesisModels(
            new DiffusionDistillation(predictor, loaded.embeddings()::of),
            loaded.models().codec(),
            loaded.models().face(),
            device);
    long before =
        residentWithNets(models, OBJECTIVE_TRIAL.formatted(side, 2, Objective.SDS.text()));
    MemoryEstimate estimate = new MemoryEstimate(models);
    for (int batch : batches) {
      double sds = Double.NaN;
      for (Objective objective : objectives) {
        String settings = OBJECTIVE_TRIAL.formatted(side, steps + cold, objective.text());
        long predictions = predictor.predictions();
        forgetPeak();
        List<Double> seconds = stepTimes(models, batch, settings);
        long peak = Stopwatch.mebibytes("VmHWM") - before;
        long asked = predictor.predictions() - predictions;
        double mean = seconds.stream().mapToDouble(each -> each).average().orElseThrow();
        sds = objective == Objective.SDS ? mean : sds;
        print(
            "{\"bench\":\"objectives\",\"side\":%d,\"k\":%d,\"objective\":\"%s\",\"passes\":%.2f,\"step_ms\":%.1f,\"of_sds\":%s,%s}",
            side,
            batch,
            objective.text(),
            asked / (double) (batch * (steps + cold)),
            1e3 * mean,
            Double.isNaN(sds) ? "null" : "%.2f".formatted(mean / sds),
            memory(before, peak, batch * estimate.texture(TrialValues.settings(settings))));
      }
    }
  }

  /** Median seconds of a lockstep step. */
  private double stepSeconds(SynthesisModels models, Kind kind, int batch, int count) {
    List<Double> all = stepTimes(models, batch, only(kind, count));
    return all.stream().sorted().toList().get(all.size() / 2);
  }

  /** Seconds of each lockstep step but the first ones. */
  private List<Double> stepTimes(SynthesisModels models, int batch, String settings) {
    List<Double> all = new ArrayList<>();
    long[] before = {nanos()};
    StepListener listener =
        (trial, record, total) -> {
          if (trial.id().equals("bench-0")) { // once a step
            long now = nanos();
            if (record.step() >= cold) {
              all.add((now - before[0]) * 1e-9);
            }
            before[0] = now;
          }
        };
    run(models, listener, batch, 0, settings);
    return all;
  }

  private String only(Kind kind, int count) {
    return TRIAL.formatted(side, count, count, count) + kind.settings;
  }

  private long nanos() {
    return device.isCuda()
        ? System.nanoTime()
        : ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void memory(SynthesisModels models) throws IOException {
    long before = residentWithNets(models, TRIAL.formatted(32, 1, 2, 1));
    MemoryEstimate estimate = new MemoryEstimate(models);
    for (int batch : batches) {
      for (Kind kind : kinds) {
        forgetPeak();
        run(models, StepListener.NONE, batch, 0, only(kind, steps));
        long peak = Stopwatch.mebibytes("VmHWM") - before;
        TrialSettings settings = TrialValues.settings(only(kind, steps));
        long each =
            kind == Kind.GEOMETRY ? estimate.geometry(settings) : estimate.texture(settings);
        print(
            "{\"bench\":\"memory\",\"side\":%d,\"k\":%d,\"step\":\"%s\",%s}",
            side, batch, kind, memory(before, peak, batch * each));
      }
    }
  }

  /** Resident mebibytes once the libraries have been touched. */
  private static long residentWithNets(SynthesisModels models, String settings) {
    run(models, StepListener.NONE, 1, 0, settings);
    return Stopwatch.mebibytes("VmRSS");
  }

  /** Forgets the peak of resident memory so far. */
  private static void forgetPeak() throws IOException {
    Files.writeString(Path.of("/proc/self/clear_refs"), "5");
  }

  private static String memory(long before, long peak, long estimate) {
    double expected = estimate / (double) (1 << 20);
    return String.format(
        Locale.ROOT,
        "\"before_mib\":%d,\"peak_beyond_mib\":%d,\"estimate_mib\":%.0f,\"ratio\":%.2f",
        before,
        peak,
        expected,
        expected / peak);
  }

  private void oneLongTrial(SynthesisModels models) {
    long[] done = {0};
    StepListener listener =
        (trial, record, total) -> {
          done[0]++;
          if (done[0] % 100 == 0) {
            print("{\"bench\":\"rss\",\"steps\":%d,\"rss_mib\":%d}", done[0], residentMib());
          }
        };
    run(models, listener, 1, 0, TRIAL.formatted(side, 200, 400, 200));
  }

  private void manyTrials(SynthesisModels models) {
    for (int i = 0; i < 20; i++) {
      run(models, StepListener.NONE, 1, i, TRIAL.formatted(side, 4, 8, 4));
      print("{\"bench\":\"rss-trials\",\"trials\":%d,\"rss_mib\":%d}", i + 1, residentMib());
    }
  }

  private static void run(
      SynthesisModels models, StepListener listener, int batch, long seed, String settings) {
    List<TrialSpec> trials = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      trials.add(
          new TrialSpec("bench-" + i, "a bearded man", seed, TrialValues.settings(settings)));
    }
    for (TrialResult result : new Synthesis(models, SynthesisOptions.PLAIN, listener).run(trials)) {
      if (result instanceof TrialResult.Failed failed) {
        throw new IllegalStateException(failed.failure().message());
      }
    }
  }

  /** Resident memory after a collection; 0 where /proc is not there. */
  private static long residentMib() {
    System.gc();
    return Stopwatch.mebibytes("VmRSS");
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
