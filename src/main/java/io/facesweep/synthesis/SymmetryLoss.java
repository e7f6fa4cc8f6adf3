package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;

/**
 * How much a texture differs from its mirror image: the sum of squared differences over texels and
 * channels, each pair counted once. For UV layouts that are symmetric about u = 1/2.
 */
final class SymmetryLoss {
  private SymmetryLoss() {}

  /**
   * The loss of each texture.
   *
   * @param texture [K, C, H, W]
   * @return [K]
   */
  static Tensor of(Tensor texture) {
    return texture.sub(texture.flip(3)).square().sum(1, 2, 3).mul(0.5);
  }
}
