package io.facesweep.synthesis;

import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.Tensor;

/**
 * Sum of squared differences of neighbouring texels, horizontal and vertical (total variation,
 * squared).
 */
final class SmoothnessLoss {
  private SmoothnessLoss() {}

  /**
   * The loss of each texture.
   *
   * @param texture [K, C, H, W]
   * @param axis with {@code REPEAT} the first and the last column are neighbours too
   * @return [K]
   */
  static Tensor of(Tensor texture, TextureWrap axis) {
    long height = texture.shape(2);
    long width = texture.shape(3);
    Tensor vertical =
        texture.slice(2, 1, height).sub(texture.slice(2, 0, height - 1)).square().sum(1, 2, 3);
    Tensor horizontal =
        axis == TextureWrap.REPEAT
            ? texture.roll(1, 3).sub(texture)
            : texture.slice(3, 1, width).sub(texture.slice(3, 0, width - 1));
    return vertical.add(horizontal.square().sum(1, 2, 3));
  }
}
