package io.facesweep.run;

import io.facesweep.UserException;
import io.facesweep.assets.Asset;
import io.facesweep.assets.AssetFolder;
import io.facesweep.assets.FixedViews;
import io.facesweep.assets.TrialAssets;
import io.facesweep.assets.TrialSummary;
import io.facesweep.config.SweepConfig;
import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metrics;
import io.facesweep.plan.Trial;
import io.facesweep.render.UAxis;
import io.facesweep.settings.Animation;
import io.facesweep.settings.Phases;
import io.facesweep.settings.SaveSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.ReferenceCamera;
import io.facesweep.synthesis.StepListener;
import io.facesweep.synthesis.StepRecord;
import io.facesweep.synthesis.Synthesis;
import io.facesweep.synthesis.SynthesisOptions;
import io.facesweep.synthesis.TrialResult;
import io.facesweep.synthesis.TrialSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * One trial in this process, with its folder. The folder appears with the first step and says in
 * {@code summary.json} how the trial stands: running, done, failed or interrupted. Whatever else it
 * holds is whole.
 */
public final class TrialRun {
  private static final int LARGEST_SNAPSHOT = 256;

  /** Hears of every step, and of what comes after them. */
  public interface Progress extends StepListener {
    /** Mesh and pictures are written; metrics, which can take a while, come next. */
    default void onMeasuring(Path folder) {}
  }

  private final SweepConfig config;
  private final Trial trial;
  private final LoadedModels models;
  private final Path folder;
  private final Progress progress;
  private final Interruption interruption;
  private final List<StepRecord> steps = new ArrayList<>();
  private final Instant started = Instant.now();
  private final long startNanos = System.nanoTime();

  /**
   * @param folder to write to
   * @param progress hears how it goes
   * @param interruption asked after every step; then the folder holds what there is, pictures too
   */
  public TrialRun(
      SweepConfig config,
      Trial trial,
      LoadedModels models,
      Path folder,
      Progress progress,
      Interruption interruption) {
    this.config = config;
    this.trial = trial;
    this.models = models;
    this.folder = folder;
    this.progress = progress;
    this.interruption = interruption;
  }

  /**
   * Runs the trial and writes its folder.
   *
   * @return how it ended
   * @throws UserException if the models cannot run the settings; nothing is written then
   */
  public TrialSummary run() {
    try {
      TrialResult result =
          new Synthesis(models.models(), options(), new Listener()).run(List.of(spec())).get(0);
      return result instanceof TrialResult.Completed completed
          ? done(completed)
          : failed((TrialResult.Failed) result);
    } catch (RuntimeException e) {
      if (!steps.isEmpty()) {
        partial(TrialSummary.Status.FAILED, String.valueOf(e));
      }
      throw e;
    }
  }

  /** Randomness is keyed by prompt and seed, so that runs with other settings draw alike. */
  private TrialSpec spec() {
    return new TrialSpec(trial.promptText(), trial.promptText(), trial.seed(), trial.settings());
  }

  private void onStep(TrialSpec spec, StepRecord record, int total) {
    if (steps.isEmpty()) {
      AssetFolder.write(
          folder,
          List.of(
              Asset.text("effective.conf", config.effectiveHocon()),
              summary(TrialSummary.Status.RUNNING, "", Map.of()).asset()));
    }
    steps.add(record);
    progress.onStep(spec, record, total);
  }

  /** Stops where it is interrupted. */
  private final class Listener implements StepListener {
    @Override
    public void onStep(TrialSpec spec, StepRecord record, int total) {
      TrialRun.this.onStep(spec, record, total);
    }

    @Override
    public boolean wantsStop() {
      return interruption.isRequested();
    }
  }

  private TrialSummary done(TrialResult.Completed result) {
    TrialSettings settings = trial.settings();
    SaveSettings save = config.run().save();
    UAxis axis = settings.texture().wrap() ? UAxis.WRAP : UAxis.CLAMP;
    FixedViews views =
        FixedViews.around(
            save.views(),
            save.viewResolution(),
            ReferenceCamera.of(settings),
            axis,
            models.models().device());
    List<Asset> files =
        new ArrayList<>(new TrialAssets(models.models().face(), views).trial(result));
    AssetFolder.write(folder, files);
    if (steps.size() < total() && interruption.isRequested()) {
      return interrupted(
          "after %d of %d steps; the pictures show what there was by then"
              .formatted(steps.size(), total()));
    }
    progress.onMeasuring(folder);
    List<String> prompts =
        config.sweep().prompts().stream().map(config.sweep()::promptText).toList();
    Map<Metric, Double> metrics;
    try {
      metrics = TrialMeasurement.of(models, result, prompts, interruption::isRequested);
    } catch (CancellationException e) {
      return interrupted("before its metrics");
    }
    AssetFolder.write(folder, List.of(Asset.json("metrics.json", Metrics.json(metrics))));
    Map<String, Double> byName = new LinkedHashMap<>();
    metrics.forEach((metric, value) -> byName.put(metric.name(), value));
    return write(summary(TrialSummary.Status.DONE, "", byName));
  }

  private TrialSummary interrupted(String when) {
    return write(summary(TrialSummary.Status.INTERRUPTED, when, Map.of()));
  }

  /** Steps of all phases. */
  private int total() {
    TrialSettings settings = trial.settings();
    return (settings.phases().hasGeometryPhase() ? settings.geometry().steps() : 0)
        + (settings.phases().hasTexture() ? settings.texture().steps() : 0);
  }

  private TrialSummary failed(TrialResult.Failed result) {
    return partial(TrialSummary.Status.FAILED, result.failure().message());
  }

  private TrialSummary partial(TrialSummary.Status status, String message) {
    AssetFolder.write(folder, List.of(TrialAssets.steps(steps)));
    return write(summary(status, message, Map.of()));
  }

  private TrialSummary write(TrialSummary summary) {
    AssetFolder.write(folder, List.of(summary.asset()));
    return summary;
  }

  private TrialSummary summary(
      TrialSummary.Status status, String message, Map<String, Double> metrics) {
    return new TrialSummary(
        config.sweep().name(),
        trial.index(),
        trial.prompt(),
        trial.promptText(),
        trial.seed(),
        trial.factors(),
        status,
        message,
        started,
        (System.nanoTime() - startNanos) * 1e-9,
        models.models().device().toString(),
        List.copyOf(steps),
        metrics);
  }

  private SynthesisOptions options() {
    SaveSettings save = config.run().save();
    if (save.animation() == Animation.NONE) {
      return SynthesisOptions.PLAIN;
    }
    Phases phases = trial.settings().phases();
    int longest =
        Math.max(
            phases.hasGeometryPhase() ? trial.settings().geometry().steps() : 0,
            phases.hasTexture() ? trial.settings().texture().steps() : 0);
    int every = (longest + save.animationFrames() - 2) / (save.animationFrames() - 1);
    return new SynthesisOptions(every, Math.min(save.viewResolution(), LARGEST_SNAPSHOT));
  }
}
