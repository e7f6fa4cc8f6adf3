package io.facesweep.synthesis;

import io.facesweep.guidance.LatentCodec;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;

/**
 * Latents that are the image itself, averaged over tiles, and its mean over channels as the fourth.
 */
record ToyCodec(int factor) implements LatentCodec {
  @Override
  public Tensor encode(Tensor images, Tensor posteriorNoise) {
    Tensor small = factor == 1 ? images : Functional.averagePool(images, factor);
    return Tensor.cat(1, small, small.meanKeep(1)).add(posteriorNoise.mul(0.001));
  }

  @Override
  public Tensor decode(Tensor latents) {
    Tensor rgb = latents.slice(1, 0, 3);
    long height = rgb.shape(2) * factor;
    long width = rgb.shape(3) * factor;
    return (factor == 1 ? rgb : Functional.upsampleNearest(rgb, height, width)).clamp(0, 1);
  }
}
