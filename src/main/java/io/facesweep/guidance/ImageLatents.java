package io.facesweep.guidance;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;

/**
 * Images in [0, 1] to diffusion's latents and back. Differentiable; float32 outside, whatever the
 * autoencoder computes in.
 */
public final class ImageLatents {
  private final AutoencoderKL vae;

  public ImageLatents(AutoencoderKL vae) {
    this.vae = vae;
  }

  /** Pixels of an image along a side for each pixel of its latents. */
  public int imageFactor() {
    return vae.config().imageFactor();
  }

  /**
   * The mean of the latents' distribution.
   *
   * @param images [K, 3, H, W] in [0, 1]
   * @return [K, 4, H / f, W / f], scaled
   */
  public Tensor mean(Tensor images) {
    return TensorScope.compute(() -> scaled(vae.encode(images.mul(2).sub(1)).mean()));
  }

  /**
   * A sample of the latents' distribution.
   *
   * @param images [K, 3, H, W] in [0, 1]
   * @param noise standard normal [K, 4, H / f, W / f]
   * @return [K, 4, H / f, W / f], scaled
   */
  public Tensor sample(Tensor images, Tensor noise) {
    return TensorScope.compute(() -> scaled(vae.encode(images.mul(2).sub(1)).sample(noise)));
  }

  /**
   * The images of latents.
   *
   * @param latents [K, 4, h, w], scaled
   * @return [K, 3, f h, f w], clamped to [0, 1]; no gradient where the clamp holds
   */
  public Tensor decode(Tensor latents) {
    return TensorScope.compute(
        () ->
            vae.decode(latents.div(vae.config().scalingFactor()))
                .to(DType.FLOAT32)
                .div(2)
                .add(0.5)
                .clamp(0, 1));
  }

  private Tensor scaled(Tensor latents) {
    return latents.to(DType.FLOAT32).mul(vae.config().scalingFactor());
  }
}
