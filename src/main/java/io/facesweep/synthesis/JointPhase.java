package io.facesweep.synthesis;

import io.facesweep.settings.BatchKey;
import io.facesweep.tensor.TensorScope;
import java.util.List;

/**
 * Joint optimisation: coefficients and latents at once, from one lit, textured render a step. The
 * geometry block gives the optimiser, the regularisation and the start of the coefficients, the
 * texture block all else. Immutable; threads may run batches at once.
 */
public final class JointPhase {
  private final SynthesisModels models;
  private final SynthesisOptions options;
  private final StepListener listener;

  public JointPhase(SynthesisModels models, SynthesisOptions options, StepListener listener) {
    this.models = models;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Runs the phase for a batch in lockstep.
   *
   * @param batch trials of one {@link BatchKey}
   * @return one result a trial, in the batch's order; the outcome holds the coefficients too
   * @throws IllegalArgumentException if the trials cannot run in lockstep
   * @throws io.facesweep.UserException naming all settings that these models cannot run
   */
  public List<PhaseResult<TextureOutcome>> run(List<TrialSpec> batch) {
    Lockstep.commonKey(batch, BatchKey::of);
    TrialChecks.requireTexture(models, batch);
    int steps = batch.get(0).settings().textureSteps();
    int count = models.face().identityCount();
    try (TensorScope scope = TensorScope.open();
        ShapeBasis basis = new ShapeBasis(models.face(), models.device())) {
      Lockstep lockstep = new Lockstep(batch, SynthesisPhase.JOINT, steps, models, listener);
      List<float[]> start = batch.stream().map(trial -> Coefficients.start(trial, count)).toList();
      OptimizedHead head = new OptimizedHead(lockstep, basis, start);
      try (TextureRun run = new TextureRun(models, options, lockstep, head, batch)) {
        return run.run();
      }
    }
  }
}
