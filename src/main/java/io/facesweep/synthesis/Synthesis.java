package io.facesweep.synthesis;

import io.facesweep.settings.BatchKey;
import io.facesweep.settings.Phases;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Whole trials, as {@code phases} says: geometry and then texture, both at once, or one alone.
 * Immutable; threads may run batches at once.
 */
public final class Synthesis {
  private final SynthesisModels models;
  private final GeometryPhase geometryPhase;
  private final TexturePhase texturePhase;
  private final JointPhase jointPhase;
  private final StepListener listener;

  public Synthesis(SynthesisModels models, SynthesisOptions options, StepListener listener) {
    this.models = models;
    this.listener = listener;
    this.geometryPhase = new GeometryPhase(models, options, listener);
    this.texturePhase = new TexturePhase(models, options, listener);
    this.jointPhase = new JointPhase(models, options, listener);
  }

  /**
   * Checks that these models can run trials, and that they fit into memory together.
   *
   * @throws io.facesweep.UserException naming all settings that they cannot run
   */
  public void require(List<TrialSpec> batch) {
    TrialChecks.require(models, batch);
  }

  /**
   * Runs a batch in lockstep. What cannot work is reported before anything runs.
   *
   * @param batch trials of one {@link BatchKey}
   * @return one result a trial, in the batch's order
   * @throws IllegalArgumentException if the trials cannot run in lockstep
   * @throws io.facesweep.UserException naming all settings that these models cannot run
   */
  public List<TrialResult> run(List<TrialSpec> batch) {
    Phases phases = Lockstep.commonKey(batch, BatchKey::of).shape().phases();
    require(batch);
    return switch (phases) {
      case GEOMETRY_ONLY -> geometryOnly(batch);
      case DECOUPLED -> decoupled(batch);
      case TEXTURE_ONLY -> onGeometry(batch, batch.stream().map(this::given).toList());
      case JOINT -> joint(batch);
    };
  }

  /** The geometry that a trial's {@code geometry.coefficients} give. */
  public GeometryOutcome given(TrialSpec trial) {
    return geometry(Coefficients.start(trial, models.face().identityCount()));
  }

  /** Returns the texture that a trial starts with, [3, R, R] in [0, 1]. */
  public float[] startAlbedo(TrialSpec trial) {
    boolean isJoint = trial.settings().phases() == Phases.JOINT;
    SynthesisPhase phase = isJoint ? SynthesisPhase.JOINT : SynthesisPhase.TEXTURE;
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      TextureValues kind = TextureValues.of(trial.settings().texture().parameter());
      Tensor start = TextureStart.values(models, List.of(trial), phase);
      return kind.texture(models.codec(), start).toFloats();
    }
  }

  private List<TrialResult> geometryOnly(List<TrialSpec> batch) {
    List<PhaseResult<GeometryOutcome>> found = geometryPhase.run(batch);
    List<TrialResult> results = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      TrialSpec trial = batch.get(i);
      results.add(
          found
              .get(i)
              .fold(
                  geometry -> new TrialResult.Completed(trial, geometry, null),
                  failed -> new TrialResult.Failed(trial, failed.failure(), failed.steps())));
    }
    return results;
  }

  private List<TrialResult> decoupled(List<TrialSpec> batch) {
    List<TrialResult> results = geometryOnly(batch);
    List<TrialSpec> left = new ArrayList<>();
    List<GeometryOutcome> geometries = new ArrayList<>();
    for (TrialResult result : results) {
      if (result instanceof TrialResult.Completed completed) {
        left.add(completed.trial());
        geometries.add(completed.geometry());
      }
    }
    if (left.isEmpty() || listener.wantsStop()) {
      return results;
    }
    Iterator<TrialResult> textured = onGeometry(left, geometries).iterator();
    return results.stream()
        .map(result -> result instanceof TrialResult.Completed ? textured.next() : result)
        .toList();
  }

  private List<TrialResult> onGeometry(List<TrialSpec> batch, List<GeometryOutcome> geometries) {
    List<PhaseResult<TextureOutcome>> found =
        texturePhase.run(batch, geometries.stream().map(GeometryOutcome::coefficients).toList());
    List<TrialResult> results = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      TrialSpec trial = batch.get(i);
      GeometryOutcome geometry = geometries.get(i);
      results.add(
          found
              .get(i)
              .fold(
                  texture -> new TrialResult.Completed(trial, geometry, texture),
                  failed ->
                      new TrialResult.Failed(
                          trial,
                          failed.failure(),
                          TrialResult.joined(geometry.steps(), failed.steps()))));
    }
    return results;
  }

  private List<TrialResult> joint(List<TrialSpec> batch) {
    List<PhaseResult<TextureOutcome>> found = jointPhase.run(batch);
    List<TrialResult> results = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      TrialSpec trial = batch.get(i);
      results.add(
          found
              .get(i)
              .fold(
                  texture ->
                      new TrialResult.Completed(trial, geometry(texture.coefficients()), texture),
                  failed -> new TrialResult.Failed(trial, failed.failure(), failed.steps())));
    }
    return results;
  }

  private GeometryOutcome geometry(float[] coefficients) {
    return new GeometryOutcome(
        coefficients, models.face().mesh(coefficients), List.of(), List.of());
  }
}
