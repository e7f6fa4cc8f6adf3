package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;
import java.util.Set;

/** Score distillation with one denoiser: latents and text in, a gradient out. */
public interface ScoreModel {
  /** T, the number of timesteps it was trained with. */
  int timesteps();

  /** Whether it has the ControlNet of a role. */
  boolean has(ControlRole role);

  /** Embeddings of a text, [1, L, C]; the result belongs to the caller's scope. */
  Tensor embed(String text);

  /** The gradient {@code w(t) (eps_hat - eps)} with respect to z. Records no graph. */
  Score gradient(ScoreRequest request);

  /**
   * Bytes that the gradient of one item takes while it is computed, about.
   *
   * @param side of the latents
   * @param roles of the ControlNets that take part
   */
  default long gradientBytes(long side, Set<ControlRole> roles) {
    return 0;
  }
}
