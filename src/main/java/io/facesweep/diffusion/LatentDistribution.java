package io.facesweep.diffusion;

import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;

/**
 * Independent normal distributions, one for each element of the latents (diffusers, {@code
 * DiagonalGaussianDistribution}).
 *
 * @param mean [N, C, h, w]
 * @param logVariance [N, C, h, w] in [-30, 20]
 */
public record LatentDistribution(Tensor mean, Tensor logVariance) {

  /**
   * @param moments [N, 2 channels, h, w]: means, then logarithms of variances
   */
  static LatentDistribution of(Tensor moments, int channels) {
    Tensor mean = moments.slice(1, 0, channels);
    Tensor logVariance =
        TensorScope.compute(() -> moments.slice(1, channels, 2L * channels).clamp(-30, 20));
    return new LatentDistribution(mean, logVariance);
  }

  /** Standard deviations [N, C, h, w]. */
  public Tensor standardDeviation() {
    return TensorScope.compute(() -> logVariance.mul(0.5).exp());
  }

  /**
   * A sample; differentiable with respect to mean and deviation.
   *
   * @param noise standard normal, [N, C, h, w]
   */
  public Tensor sample(Tensor noise) {
    return TensorScope.compute(() -> mean.add(standardDeviation().mul(noise.like(mean))));
  }
}
