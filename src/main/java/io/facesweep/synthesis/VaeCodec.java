package io.facesweep.synthesis;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.guidance.ImageLatents;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Tensor;

/** The latents of a VAE. Does not own it. */
public final class VaeCodec implements LatentCodec {
  private final ImageLatents latents;
  private final AutoencoderKL vae;

  public VaeCodec(AutoencoderKL vae) {
    this.latents = new ImageLatents(vae);
    this.vae = vae;
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

  @Override
  public boolean isHalf() {
    return vae.dtype() == DType.FLOAT16;
  }

  @Override
  public long encodeBytes(long side) {
    return vae.config().keptElements(side, 0) * vae.dtype().bytes();
  }

  @Override
  public long decodeBytes(long side) {
    return vae.config().keptElements(side, 1) * vae.dtype().bytes();
  }
}
