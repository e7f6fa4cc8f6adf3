package io.facesweep.synthesis;

import io.facesweep.settings.BatchKey;
import io.facesweep.tensor.TensorScope;
import java.util.List;

/**
 * The texture phase: the VAE's latents of a texture, by score distillation of renders on a fixed
 * head. Immutable; threads may run batches at once.
 */
public final class TexturePhase {
  private final SynthesisModels models;
  private final SynthesisOptions options;
  private final StepListener listener;

  public TexturePhase(SynthesisModels models, SynthesisOptions options, StepListener listener) {
    this.models = models;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Runs the phase for a batch in lockstep.
   *
   * @param batch trials of one {@link BatchKey#texture}
   * @param coefficients identity coefficients [C] of each trial's head, in the batch's order
   * @return one result a trial, in the batch's order
   * @throws IllegalArgumentException if the trials cannot run in lockstep, or coefficients are
   *     missing
   * @throws io.facesweep.UserException naming all settings that these models cannot run
   */
  public List<PhaseResult<TextureOutcome>> run(List<TrialSpec> batch, List<float[]> coefficients) {
    Lockstep.commonKey(batch, BatchKey::texture);
    requireCoefficients(batch, coefficients);
    TrialChecks.requireTexture(models, batch);
    int steps = batch.get(0).settings().textureSteps();
    try (TensorScope scope = TensorScope.open()) {
      Lockstep lockstep = new Lockstep(batch, SynthesisPhase.TEXTURE, steps, models, listener);
      FixedHead head = new FixedHead(models.face(), coefficients, models.device());
      try (TextureRun run = new TextureRun(models, options, lockstep, head, batch)) {
        return run.run();
      }
    }
  }

  private void requireCoefficients(List<TrialSpec> batch, List<float[]> coefficients) {
    if (coefficients.size() != batch.size()) {
      throw new IllegalArgumentException(
          "Invalid coefficients: of %d trials (expected %d)"
              .formatted(coefficients.size(), batch.size()));
    }
    int count = models.face().identityCount();
    for (int i = 0; i < coefficients.size(); i++) {
      if (coefficients.get(i).length != count) {
        throw new IllegalArgumentException(
            "Invalid coefficients of trial %s: %d values (expected %d)"
                .formatted(batch.get(i).id(), coefficients.get(i).length, count));
      }
    }
  }
}
