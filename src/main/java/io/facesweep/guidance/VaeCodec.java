package io.facesweep.guidance;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.LatentDistribution;
import io.facesweep.tensor.BatchKernels;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.ItemwiseKernels;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;

/**
 * The latents of a VAE: float32 outside, whatever the autoencoder computes in. On a CPU each image
 * of a batch gets the bits that it has alone, but for {@link #mean}. Does not own the VAE; threads
 * may share it.
 */
public final class VaeCodec implements LatentCodec {
  private final AutoencoderKL vae;
  private final ItemwiseKernels kernels = new ItemwiseKernels();

  public VaeCodec(AutoencoderKL vae) {
    this.vae = vae;
  }

  @Override
  public int factor() {
    return vae.config().imageFactor();
  }

  @Override
  public Tensor encode(Tensor images, Tensor posteriorNoise) {
    BatchKernels chosen =
        kernels.of(
            images.device(),
            "encode",
            images.shape(),
            rows -> {
              Tensor tried = ItemwiseKernels.noiseLike("images", images, rows).sigmoid();
              Tensor posterior = ItemwiseKernels.noiseLike("posterior", posteriorNoise, rows);
              return ItemwiseKernels.bothWays(tried, x -> sample(x, posterior), rows);
            });
    try (BatchKernels.Scope scope = chosen.open()) {
      return sample(images, posteriorNoise);
    }
  }

  private Tensor sample(Tensor images, Tensor posteriorNoise) {
    return TensorScope.compute(() -> scaled(distribution(images).sample(posteriorNoise)));
  }

  /**
   * Returns the mean of the latents' distribution, without its variance being computed.
   *
   * @param images [K, 3, f h, f w] in [0, 1]
   * @return scaled latents [K, 4, h, w]
   */
  public Tensor mean(Tensor images) {
    return TensorScope.compute(() -> scaled(distribution(images).mean()));
  }

  /** No gradient passes where the clamp holds. */
  @Override
  public Tensor decode(Tensor latents) {
    BatchKernels chosen =
        kernels.of(
            latents.device(),
            "decode",
            latents.shape(),
            rows ->
                ItemwiseKernels.bothWays(
                    ItemwiseKernels.noiseLike("latents", latents, rows), this::images, rows));
    try (BatchKernels.Scope scope = chosen.open()) {
      return images(latents);
    }
  }

  private Tensor images(Tensor latents) {
    return TensorScope.compute(
        () ->
            vae.decode(latents.div(vae.config().scalingFactor()))
                .to(DType.FLOAT32)
                .div(2)
                .add(0.5)
                .clamp(0, 1));
  }

  private LatentDistribution distribution(Tensor images) {
    return vae.encode(images.mul(2).sub(1));
  }

  private Tensor scaled(Tensor latents) {
    return latents.to(DType.FLOAT32).mul(vae.config().scalingFactor());
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
