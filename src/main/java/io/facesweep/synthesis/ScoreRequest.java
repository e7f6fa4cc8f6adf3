package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * One call of a {@link ScoreModel}.
 *
 * @param latents z, scaled, without a gradient, [K, 4, h, w]
 * @param noise eps, standard normal, [K, 4, h, w]
 * @param timesteps [K], each 0 to T - 1
 * @param unconditional embeddings of the negative prompts, [K, L, C]
 * @param conditional embeddings of the prompts, [K, L, C]
 * @param guidance [K]
 * @param controls at most one for each role
 */
@SuppressWarnings("ArrayRecordComponent") // An argument, never compared.
public record ScoreRequest(
    Tensor latents,
    Tensor noise,
    long[] timesteps,
    Tensor unconditional,
    Tensor conditional,
    List<ScoreGuidance> guidance,
    List<ControlSignal> controls) {
  public ScoreRequest {
    guidance = List.copyOf(guidance);
    controls = List.copyOf(controls);
  }
}
