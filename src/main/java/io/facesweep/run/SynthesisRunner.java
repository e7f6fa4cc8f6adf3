package io.facesweep.run;

import io.facesweep.assets.Asset;
import io.facesweep.assets.FixedViews;
import io.facesweep.assets.TrialAssets;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.render.UAxis;
import io.facesweep.settings.Animation;
import io.facesweep.settings.Phases;
import io.facesweep.settings.RunSettings;
import io.facesweep.settings.SaveSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.store.StageError;
import io.facesweep.store.StepRow;
import io.facesweep.synthesis.GeometryOutcome;
import io.facesweep.synthesis.GeometryPhase;
import io.facesweep.synthesis.JointPhase;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.MemoryBudget;
import io.facesweep.synthesis.MemoryEstimate;
import io.facesweep.synthesis.PhaseResult;
import io.facesweep.synthesis.ReferenceCamera;
import io.facesweep.synthesis.StepListener;
import io.facesweep.synthesis.StepRecord;
import io.facesweep.synthesis.Synthesis;
import io.facesweep.synthesis.SynthesisOptions;
import io.facesweep.synthesis.TextureOutcome;
import io.facesweep.synthesis.TexturePhase;
import io.facesweep.synthesis.TrialSpec;
import io.facesweep.tensor.Torch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stages by score distillation, with their metrics and files. */
final class SynthesisRunner implements StageRunner {
  private static final int LARGEST_SNAPSHOT = 256;

  private final LoadedModels models;
  private final Map<String, String> images;
  private final RunSettings run;
  private final StageMetrics metrics;
  private final MemoryEstimate estimate;
  private final MemoryBudget budget;

  /**
   * @param models which it closes
   * @param images where the images lie that settings name, by that name
   * @param prompts what the diffusion model is given for each prompt of the sweep
   * @param tasks that may run stages with it at once
   */
  SynthesisRunner(
      LoadedModels models,
      Map<String, String> images,
      RunSettings run,
      List<String> prompts,
      int tasks) {
    this.models = models;
    this.images = images;
    this.run = run;
    this.metrics = new StageMetrics(models, prompts);
    this.estimate = new MemoryEstimate(models.models());
    this.budget = new MemoryBudget(models.models().device(), tasks);
  }

  @Override
  public Room room(StageBatch batch) throws InterruptedException {
    long each = batch.stages().stream().mapToLong(this::bytes).max().orElse(0);
    MemoryBudget.Share share = budget.take(batch.size(), each);
    return new Room(share.trials(), share::close);
  }

  private long bytes(Stage stage) {
    TrialSettings settings = stage.settings();
    return stage.kind() == StageKind.GEOMETRY
        ? estimate.geometry(settings.geometry())
        : estimate.texture(settings.texture());
  }

  @Override
  public void releaseMemory() {
    Torch.releaseCachedMemory();
  }

  @Override
  public List<StageOutcome> run(StageBatch batch, BatchProgress progress) {
    List<TrialSpec> specs = batch.stages().stream().map(this::spec).toList();
    return run(batch.kind(), progress, specs, batch.coefficients());
  }

  /**
   * Randomness is keyed by prompt and seed, so that settings are compared on the same draws. A
   * geometry stage does not look at the texture's settings, which differ among trials that share
   * it.
   */
  private TrialSpec spec(Stage stage) {
    TrialSettings given = stage.settings();
    TrialSettings settings =
        new TrialSettings(
            stage.kind() == StageKind.GEOMETRY ? Phases.GEOMETRY_ONLY : given.phases(),
            given.viewDependentPrompts(),
            given.geometry(),
            given.texture().withImages(name -> images.getOrDefault(name, name)),
            given.views());
    return new TrialSpec(stage.promptText(), stage.promptText(), stage.seed(), settings);
  }

  private List<StageOutcome> run(
      StageKind kind, BatchProgress progress, List<TrialSpec> specs, List<float[]> coefficients) {
    TrialSettings settings = specs.get(0).settings();
    boolean isGeometry = kind == StageKind.GEOMETRY;
    SynthesisOptions options =
        options(isGeometry ? settings.geometry().steps() : settings.texture().steps());
    TimeLimit limit = new TimeLimit(run.trialTimeLimit(), specs.size());
    StepListener listener =
        (trial, record, steps) -> {
          progress.onStep(record.phase().text(), record.step(), steps, record.gradientNorm());
          limit.onStep(trial, record, steps);
        };
    try {
      if (isGeometry) {
        GeometryPhase phase = new GeometryPhase(models.models(), options, listener);
        return outcomes(specs, phase.run(specs), this::geometry);
      } else if (settings.phases() == Phases.JOINT) {
        JointPhase phase = new JointPhase(models.models(), options, listener);
        return outcomes(specs, phase.run(specs), this::texture);
      }
      TexturePhase phase = new TexturePhase(models.models(), options, listener);
      return outcomes(specs, phase.run(specs, heads(specs, coefficients)), this::texture);
    } catch (TimeLimit.ExceededException e) {
      StageError error = new StageError(TimeLimit.NAME, String.valueOf(e.getMessage()), null, null);
      return specs.stream()
          .map(s -> (StageOutcome) new StageOutcome.Failed(error, List.of()))
          .toList();
    }
  }

  /** The geometry stages' coefficients; with {@code texture-only} those of the settings. */
  private List<float[]> heads(List<TrialSpec> specs, List<float[]> coefficients) {
    if (specs.get(0).settings().phases() != Phases.TEXTURE_ONLY) {
      return coefficients;
    }
    Synthesis synthesis = new Synthesis(models.models(), SynthesisOptions.PLAIN, (s, r, n) -> {});
    return specs.stream().map(spec -> synthesis.given(spec).coefficients()).toList();
  }

  private interface Finish<T> {
    StageOutcome outcome(TrialSpec spec, T result);
  }

  private static <T> List<StageOutcome> outcomes(
      List<TrialSpec> specs, List<PhaseResult<T>> results, Finish<T> finish) {
    List<StageOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      TrialSpec spec = specs.get(i);
      outcomes.add(
          results.get(i).fold(result -> finish.outcome(spec, result), SynthesisRunner::failed));
    }
    return outcomes;
  }

  private static <T> StageOutcome failed(PhaseResult.Failed<T> failed) {
    var failure = failed.failure();
    return new StageOutcome.Failed(
        new StageError(
            "SynthesisFailure", failure.message(), failure.phase().text(), failure.step()),
        rows(failed.steps()));
  }

  private StageOutcome geometry(TrialSpec spec, GeometryOutcome geometry) {
    StageMetrics.Measured measured = metrics.geometry(spec, geometry);
    return new StageOutcome.Done(
        measured.metrics(),
        measured.promptErrors(),
        files(assets(spec).geometry(geometry)),
        rows(geometry.steps()));
  }

  private StageOutcome texture(TrialSpec spec, TextureOutcome texture) {
    var mesh = models.models().face().mesh(texture.coefficients());
    StageMetrics.Measured measured = metrics.texture(spec, mesh, texture);
    return new StageOutcome.Done(
        measured.metrics(),
        measured.promptErrors(),
        files(assets(spec).texture(mesh, texture)),
        rows(texture.steps()));
  }

  private TrialAssets assets(TrialSpec spec) {
    SaveSettings save = run.save();
    UAxis axis = StageMetrics.axis(spec.settings());
    return new TrialAssets(
        models.models().face(),
        FixedViews.around(
            save.views(),
            save.viewResolution(),
            ReferenceCamera.of(spec.settings()),
            axis,
            models.models().device()));
  }

  /** The step curve goes to the store in a form of its own. */
  private static Map<String, byte[]> files(List<Asset> assets) {
    Map<String, byte[]> files = new HashMap<>();
    for (Asset asset : assets) {
      if (!asset.name().equals(TrialAssets.STEPS)) {
        files.put(asset.name(), asset.bytes());
      }
    }
    return files;
  }

  private static List<StepRow> rows(List<StepRecord> steps) {
    List<StepRow> rows = new ArrayList<>();
    for (StepRecord step : steps) {
      rows.add(
          new StepRow(
              step.phase().text(),
              step.step(),
              step.timestep(),
              step.gradientNorm(),
              step.terms(),
              step.nonFinite(),
              step.seconds(),
              step.azimuth(),
              step.elevation(),
              step.view()));
    }
    return rows;
  }

  private SynthesisOptions options(int steps) {
    SaveSettings save = run.save();
    if (save.animation() == Animation.NONE) {
      return SynthesisOptions.PLAIN;
    }
    int every = (steps + save.animationFrames() - 2) / (save.animationFrames() - 1);
    return new SynthesisOptions(every, Math.min(save.viewResolution(), LARGEST_SNAPSHOT));
  }

  @Override
  public void close() {
    models.close();
  }
}
