package io.facesweep.guidance;

import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * What score distillation found for a batch of K latents. The tensors are float32, on the net's
 * device, in the caller's scope.
 *
 * @param gradient [K, 4, h, w] with respect to z: w(t) (combined - target), finite. Elements that
 *     were not finite are 0 here and counted in {@code nonFinite}
 * @param norms [K]: Euclidean norms of each item's gradient, over its finite elements
 * @param nonFinite [K]: elements of each item's gradient that were NaN or infinite; the caller
 *     records them and decides when a trial has failed
 * @param origin what the gradient was made of
 */
@SuppressWarnings("ArrayRecordComponent") // A result, never compared.
public record DistillationResult(Tensor gradient, double[] norms, long[] nonFinite, Origin origin) {

  /**
   * What a gradient was made of.
   *
   * @param noisyLatents [K, 4, h, w]: what the UNet saw
   * @param noise [K, 4, h, w] for each of the loss's texts: the noise that it predicted
   * @param combined [K, 4, h, w]: the loss's combination of them
   * @param weights w(t) [K]
   */
  public record Origin(Tensor noisyLatents, List<Tensor> noise, Tensor combined, double[] weights) {
    public Origin {
      noise = List.copyOf(noise);
    }
  }
}
