package io.facesweep.check;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.settings.TrialSettings;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.StepListener;
import io.facesweep.synthesis.StepRecord;
import io.facesweep.synthesis.Synthesis;
import io.facesweep.synthesis.SynthesisOptions;
import io.facesweep.synthesis.SynthesisPhase;
import io.facesweep.synthesis.TrialResult;
import io.facesweep.synthesis.TrialSpec;
import io.facesweep.tensor.Device;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Times steps of a configuration's first trial, with snapshots as a sweep takes them. */
final class StepTimes {
  /** Settings of a configuration whose first trial is short, and has each kind of step. */
  static final List<String> SHORT =
      List.of("trial.geometry.steps=4", "trial.texture.steps=8", "trial.texture.latent-steps=4");

  private static final int SNAPSHOT_SIDE = 64;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final SweepConfig config;
  private final Device device;

  StepTimes(SweepConfig config, Device device) {
    this.config = config;
    this.device = device;
  }

  /**
   * Runs the trial; stops after half a minute.
   *
   * @throws UserException if the models cannot run it, or it failed
   */
  List<StepTime> measure() {
    TrialSettings settings = config.settings(config.combinations().iterator().next());
    String text = config.sweep().promptText(config.sweep().prompts().get(0));
    Clock clock = new Clock(settings);
    try (LoadedModels models = LoadedModels.open(config.models(), device)) {
      Synthesis synthesis =
          new Synthesis(models.models(), new SynthesisOptions(4, SNAPSHOT_SIDE), clock);
      TrialResult result = synthesis.run(List.of(new TrialSpec("check", text, 0, settings))).get(0);
      if (result instanceof TrialResult.Failed failed) {
        throw new UserException(failed.failure().message());
      }
    }
    return clock.times();
  }

  /** Sorts the steps by their kinds. */
  private static final class Clock implements StepListener {
    private final TrialSettings settings;
    private final long end = System.nanoTime() + LIMIT.toNanos();
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    Clock(TrialSettings settings) {
      this.settings = settings;
    }

    @Override
    public void onStep(TrialSpec trial, StepRecord record, int total) {
      seconds.computeIfAbsent(kind(record), kind -> new ArrayList<>()).add(record.seconds());
    }

    @Override
    public boolean wantsStop() {
      return System.nanoTime() > end;
    }

    private String kind(StepRecord record) {
      if (record.phase() == SynthesisPhase.GEOMETRY) {
        return "geometry";
      }
      return record.step() < settings.latentSteps() ? "latent texture" : "image texture";
    }

    private List<StepTime> times() {
      List<StepTime> times = new ArrayList<>();
      seconds.forEach(
          (kind, all) -> {
            List<Double> warm = all.subList(Math.min(2, all.size() - 1), all.size());
            double median = warm.stream().sorted().toList().get(warm.size() / 2);
            int side =
                kind.equals("geometry")
                    ? settings.geometry().resolution()
                    : settings.texture().renderResolution();
            times.add(new StepTime(kind, side, 1e3 * median, warm.size()));
          });
      return times;
    }
  }
}
