package io.facesweep.guidance;

import io.facesweep.tensor.Tensor;

/** Images to the latents that a diffusion model works on, and back; both differentiable. */
public interface LatentCodec {
  /** Channels of the latents. */
  int CHANNELS = 4;

  /** Pixels along a side of one latent: 8 for Stable Diffusion. */
  int factor();

  /**
   * Encodes images.
   *
   * @param images [K, 3, f h, f w] in [0, 1]
   * @param posteriorNoise [K, 4, h, w]: the result is mean + std * noise; zeros give the mean
   * @return scaled latents [K, 4, h, w]
   */
  Tensor encode(Tensor images, Tensor posteriorNoise);

  /**
   * Decodes latents.
   *
   * @param latents scaled, [K, 4, h, w]
   * @return images [K, 3, f h, f w] clamped to [0, 1]
   */
  Tensor decode(Tensor latents);

  /** Whether it computes in float16, so that gradients are scaled on their way through it. */
  default boolean isHalf() {
    return false;
  }

  /** Bytes that encoding one image keeps for the backward pass, about; {@code side} in pixels. */
  default long encodeBytes(long side) {
    return 0;
  }

  /** Bytes that decoding to one image keeps for the backward pass, about. */
  default long decodeBytes(long side) {
    return 0;
  }
}
