package io.facesweep.synthesis;

import io.facesweep.settings.BatchKey;
import io.facesweep.settings.GeometrySettings;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * The geometry phase: identity coefficients by score distillation of untextured renders. Immutable;
 * threads may run batches at once.
 */
public final class GeometryPhase {
  private final SynthesisModels models;
  private final SynthesisOptions options;
  private final StepListener listener;

  public GeometryPhase(SynthesisModels models, SynthesisOptions options, StepListener listener) {
    this.models = models.ofGeometry();
    this.options = options;
    this.listener = listener;
  }

  /**
   * Runs the phase for a batch in lockstep.
   *
   * @param batch trials of one {@link BatchKey#geometry}
   * @return one result a trial, in the batch's order
   * @throws IllegalArgumentException if the trials cannot run in lockstep
   * @throws io.facesweep.UserException naming all settings that these models cannot run
   */
  public List<PhaseResult<GeometryOutcome>> run(List<TrialSpec> batch) {
    Lockstep.commonKey(batch, BatchKey::geometry);
    TrialChecks.requireGeometry(models, batch);
    try (TensorScope scope = TensorScope.open();
        Run run = new Run(batch)) {
      return run.run();
    }
  }

  /** One batch. */
  private final class Run implements AutoCloseable {
    private final TensorOwner owner = new TensorOwner();
    private final GeometrySettings common;
    private final Lockstep lockstep;
    private final Coefficients coefficients;
    private final ShapeBasis basis;
    private final GeometryRenders renders;
    private final Snapshots snapshots;
    private final Distillation distillation;
    private final Controls controls;

    Run(List<TrialSpec> batch) {
      common = batch.get(0).settings().geometry();
      lockstep = new Lockstep(batch, SynthesisPhase.GEOMETRY, common.steps(), models, listener);
      basis = new ShapeBasis(models.face(), models.device());
      List<float[]> start = new ArrayList<>();
      batch.forEach(trial -> start.add(Coefficients.start(trial, models.face().identityCount())));
      coefficients = new Coefficients(lockstep, basis, start);
      Renderers renderers = new Renderers(models.face(), models.device());
      renders = new GeometryRenders(lockstep, renderers.at(common.resolution()));
      snapshots = new Snapshots(options, lockstep, renderers);
      distillation = Distillation.ofViews(models.diffusion(), lockstep, owner);
      controls =
          new Controls(
              ControlSource.of(batch.get(0).settings(), SynthesisPhase.GEOMETRY),
              lockstep,
              models.face(),
              renderers.at(common.encodeResolution()),
              Controls.Heads.MOVING,
              owner);
    }

    List<PhaseResult<GeometryOutcome>> run() {
      lockstep.run(this::step, coefficients::keep, this::snapshot);
      if (lockstep.size() == 0) {
        return lockstep.results(List.of());
      }
      List<GeometryOutcome> outcomes = new ArrayList<>();
      for (float[] values : coefficients.read()) {
        TrialState state = lockstep.state(outcomes.size());
        outcomes.add(
            new GeometryOutcome(
                values, models.face().mesh(values), state.steps(), state.snapshots()));
      }
      return lockstep.results(outcomes);
    }

    private void step() {
      Tensor leaf = coefficients.value().asLeaf();
      Tensor gradient;
      try (GradMode on = GradMode.enabled()) {
        Tensor vertices = coefficients.vertices(leaf);
        Tensor images = renders.of(vertices);
        Tensor resized = GeometryRenders.resized(images, common.encodeResolution());
        long side = common.encodeResolution() / models.codec().factor();
        Tensor noise = lockstep.stack(state -> state.posteriorNoise(side));
        Backward backward = Backward.of(models.codec(), lockstep);
        Tensor latents = backward.encodeRenders(resized, noise); // [K, 4, side, side]
        Distillation.Step found = distillation.gradient(latents, controls.of(vertices, null));
        for (int i = 0; i < lockstep.size(); i++) {
          lockstep.state(i).gradientNorm(found.norms()[i]);
        }
        backward.add(latents, found.gradient());
        gradient = backward.gradients(List.of(leaf)).get(0);
      }
      coefficients.step(gradient, "parameter-gradient-norm");
    }

    private void snapshot(int done) {
      snapshots.grey(done, () -> coefficients.vertices(coefficients.value()));
    }

    @Override
    public void close() {
      coefficients.close();
      basis.close();
      owner.close();
    }
  }
}
