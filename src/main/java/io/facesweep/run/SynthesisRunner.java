package io.facesweep.run;

import io.facesweep.UserException;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.Start;
import io.facesweep.settings.Animation;
import io.facesweep.settings.Phases;
import io.facesweep.settings.RunSettings;
import io.facesweep.settings.SaveSettings;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.store.Measures;
import io.facesweep.store.StageError;
import io.facesweep.synthesis.GeometryPhase;
import io.facesweep.synthesis.JointPhase;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.MemoryBudget;
import io.facesweep.synthesis.MemoryEstimate;
import io.facesweep.synthesis.PhaseResult;
import io.facesweep.synthesis.StepListener;
import io.facesweep.synthesis.StepRecord;
import io.facesweep.synthesis.Synthesis;
import io.facesweep.synthesis.SynthesisOptions;
import io.facesweep.synthesis.TextureOutcome;
import io.facesweep.synthesis.TexturePhase;
import io.facesweep.synthesis.TrialSpec;
import io.facesweep.tensor.Torch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Stages by score distillation, with their metrics and files. */
final class SynthesisRunner implements StageRunner {
  private static final int MAX_SNAPSHOT = 256;

  private final LoadedModels models;
  private final Map<String, String> images;
  private final RunSettings run;
  private final StageFinisher finisher;
  private final JudgeNets judges;
  private final StageMetrics metrics;
  private final MemoryEstimate estimate;
  private final MemoryBudget budget;

  /**
   * @param models which it closes
   * @param images where the images lie that settings name, by that name
   * @param instrument to measure with
   * @param judges of the instrument, which it closes
   * @param prompts what the diffusion model is given for each prompt of the sweep
   * @param tasks that may run stages with it at once
   */
  SynthesisRunner(
      LoadedModels models,
      Map<String, String> images,
      RunSettings run,
      Instrument instrument,
      JudgeNets judges,
      List<String> prompts,
      int tasks) {
    this.models = models;
    this.images = images;
    this.run = run;
    this.judges = judges;
    this.metrics = new StageMetrics(models, instrument, judges, prompts);
    this.finisher = new StageFinisher(models, run.save(), metrics);
    this.estimate = new MemoryEstimate(models.models());
    this.budget = new MemoryBudget(models.models().device(), tasks);
  }

  @Override
  public Room room(StageBatch batch) throws InterruptedException {
    long each = batch.stages().stream().mapToLong(this::bytes).max().orElse(0);
    MemoryBudget.Share share = budget.take(batch.size(), each);
    return new Room(share.trials(), share::keepOne, share::close);
  }

  private long bytes(Stage stage) {
    TrialSettings settings = stage.settings();
    return stage.kind() == StageKind.GEOMETRY
        ? estimate.geometry(settings)
        : estimate.texture(settings);
  }

  @Override
  public Map<String, String> versions() {
    return Map.of("libtorch", Torch.version());
  }

  @Override
  public void releaseMemory() {
    Torch.releaseCachedMemory();
  }

  @Override
  public void require(List<Stage> stages) {
    new Synthesis(models.models(), SynthesisOptions.PLAIN, StepListener.NONE)
        .require(stages.stream().map(this::spec).toList());
  }

  @Override
  public List<SteppedStage> run(StageBatch batch, BatchProgress progress) {
    List<TrialSpec> specs = batch.stages().stream().map(this::spec).toList();
    TrialSettings settings = specs.get(0).settings();
    boolean isGeometry = batch.kind() == StageKind.GEOMETRY;
    SynthesisOptions options =
        options(isGeometry ? settings.geometry().steps() : settings.textureSteps());
    StepListener listener =
        new Listener(progress, new TimeLimit(run.trialTimeLimit(), batch.size()));
    Finish<TextureOutcome> texture =
        (place, spec, outcome) ->
            finisher.texture(
                batch.stages().get(place).id(),
                spec,
                outcome,
                batch.geometries().get(place).measures(),
                progress);
    try {
      if (isGeometry) {
        GeometryPhase phase = new GeometryPhase(models.models(), options, listener);
        return stepped(
            specs,
            phase.run(specs),
            (place, spec, outcome) ->
                finisher.geometry(batch.stages().get(place).id(), spec, outcome, progress));
      } else if (settings.phases() == Phases.JOINT) {
        JointPhase phase = new JointPhase(models.models(), options, listener);
        return stepped(specs, phase.run(specs), texture);
      }
      TexturePhase phase = new TexturePhase(models.models(), options, listener);
      return stepped(specs, phase.run(specs, heads(specs, batch.geometries())), texture);
    } catch (TimeLimit.ExceededException e) {
      StageError error = new StageError(TimeLimit.NAME, String.valueOf(e.getMessage()), null, null);
      return Collections.nCopies(
          batch.size(), SteppedStage.ended(new StageOutcome.Failed(error, List.of())));
    }
  }

  private record Listener(BatchProgress progress, TimeLimit limit) implements StepListener {
    @Override
    public void onStep(TrialSpec trial, StepRecord record, int steps) {
      progress.onStep(StepRows.of(record), steps);
      limit.onStep(trial, record, steps);
    }

    @Override
    public boolean wantsStop() {
      return progress.wantsStop();
    }
  }

  /**
   * Randomness is keyed by prompt and seed, so that settings are compared on the same draws. A
   * geometry stage does not look at the texture's settings, which differ among trials that share
   * it.
   */
  private TrialSpec spec(Stage stage) {
    TrialSettings settings = stage.settings();
    Phases phases = stage.kind() == StageKind.GEOMETRY ? Phases.GEOMETRY_ONLY : settings.phases();
    return spec(stage.promptText(), stage.seed(), settings, phases);
  }

  private TrialSpec spec(String promptText, long seed, TrialSettings given, Phases phases) {
    TrialSettings settings =
        given.withPhases(phases).withImages(name -> images.getOrDefault(name, name));
    return new TrialSpec(promptText, promptText, seed, settings);
  }

  @Override
  public Measures measure(Stage stage, StoredResult result, long nonFinite) {
    int expected = models.models().face().identityCount();
    int given = result.geometry().coefficients().length;
    if (given != expected) {
      throw new UserException(
          "it has %d coefficients (expected %d, as %s has; name the face that it was computed with)"
              .formatted(given, expected, models.models().face().name()));
    }
    TrialSpec spec = spec(stage);
    if (stage.kind() == StageKind.GEOMETRY) {
      return metrics.stored(spec, result.geometry(), new float[0], 0, nonFinite);
    }
    TextureSettings texture = spec.settings().texture();
    float[] albedo =
        models.models().albedo(texture.parameter(), texture.resolution(), result.texture());
    return metrics.stored(spec, result.geometry(), albedo, texture.resolution(), nonFinite);
  }

  @Override
  public Measures measure(Start start) {
    TrialSettings settings = start.settings();
    return metrics.start(spec(start.promptText(), start.seed(), settings, settings.phases()));
  }

  /** The geometry stages' coefficients; with {@code texture-only} those of the settings. */
  private List<float[]> heads(List<TrialSpec> specs, List<StoredGeometry> geometries) {
    if (specs.get(0).settings().phases() != Phases.TEXTURE_ONLY) {
      return geometries.stream().map(StoredGeometry::coefficients).toList();
    }
    Synthesis synthesis = new Synthesis(models.models(), SynthesisOptions.PLAIN, StepListener.NONE);
    return specs.stream().map(spec -> synthesis.given(spec).coefficients()).toList();
  }

  private interface Finish<T> {
    StageOutcome outcome(int place, TrialSpec spec, T result);
  }

  private static <T> List<SteppedStage> stepped(
      List<TrialSpec> specs, List<PhaseResult<T>> results, Finish<T> finish) {
    List<SteppedStage> stages = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      int place = i;
      TrialSpec spec = specs.get(i);
      stages.add(
          results
              .get(i)
              .fold(result -> () -> finish.outcome(place, spec, result), SynthesisRunner::failed));
    }
    return stages;
  }

  private static <T> SteppedStage failed(PhaseResult.Failed<T> failed) {
    var failure = failed.failure();
    return SteppedStage.ended(
        new StageOutcome.Failed(
            new StageError(
                "SynthesisFailure", failure.message(), failure.phase().text(), failure.step()),
            StepRows.of(failed.steps())));
  }

  private SynthesisOptions options(int steps) {
    SaveSettings save = run.save();
    if (save.animation() == Animation.NONE) {
      return SynthesisOptions.PLAIN;
    }
    int every = (steps + save.animationFrames() - 2) / (save.animationFrames() - 1);
    return new SynthesisOptions(every, Math.min(save.viewResolution(), MAX_SNAPSHOT));
  }

  @Override
  public void close() {
    judges.close();
    models.close();
  }
}
