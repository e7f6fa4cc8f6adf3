package io.facesweep.synthesis;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.guidance.ImageLatents;
import io.facesweep.tensor.Tensor;

/** The latents of a VAE. Does not own it. */
public final class VaeCodec implements LatentCodec {
  private final ImageLatents latents;

  public VaeCodec(AutoencoderKL vae) {
    this.latents = new ImageLatents(vae);
  }

  @Override
  public int factor() {
    return latents.imageFactor();
  }

  @Override
  public Tensor encode(Tensor images, Tensor posteriorNoise) {
    return latents.sample(images, posteriorNoise);
  }

  @Override
  public Tensor decode(Tensor scaled) {
    return latents.decode(scaled);
  }
}
