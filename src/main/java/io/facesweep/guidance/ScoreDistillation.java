package io.facesweep.guidance;

import io.facesweep.settings.ModelRole;
import io.facesweep.tensor.Tensor;
import java.util.Set;

/**
 * Score distillation with one net: latents and texts in, a gradient out. The caller takes it on:
 *
 * <pre>{@code
 * Tensor latents = codec.encode(renders, posteriorNoise); // [K, 4, h, w], with its graph
 * DistillationResult found = distillation.gradient(new DistillationQuery(loss, latents, ...));
 * List<Tensor> gradients = Autograd.gradients(latents, found.gradient(), parameters);
 * }</pre>
 */
public interface ScoreDistillation {
  /** Returns T, the number of timesteps that the net was trained with. */
  int timesteps();

  /** Returns whether it has the ControlNet of a role. */
  boolean has(ModelRole role);

  /** Returns the embeddings of a text, [1, L, C], in the caller's scope. */
  Tensor embed(String text);

  /** Returns the gradient of every item's latents. Records no graph. */
  DistillationResult gradient(DistillationQuery query);

  /**
   * Returns how many bytes the gradient of one item takes while it is computed, about.
   *
   * @param side of the latents
   * @param roles of the ControlNets that take part
   */
  default long gradientBytes(DistillationLoss loss, long side, Set<ModelRole> roles) {
    return 0;
  }
}
