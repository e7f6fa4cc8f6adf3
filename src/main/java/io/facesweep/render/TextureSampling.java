package io.facesweep.render;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.MeshOperators;
import io.facesweep.tensor.Tensor;

/** Bilinear texture lookup, differentiable with respect to the texture and the coordinates. */
public final class TextureSampling {
  private TextureSampling() {}

  /**
   * @param texture [C, H, W], row 0 on top, any number of channels
   * @param uvs texture coordinates [2, P], (0, 0) at the bottom left corner, (1, 1) at the top
   *     right; beyond, the border goes on
   * @param axis whether u wraps around; v never does
   * @return [C, P]
   */
  public static Tensor sample(Tensor texture, Tensor uvs, TextureWrap axis) {
    texture.requireShape("texture", -1, -1, -1);
    uvs.requireShape("texture coordinates", 2, -1);
    long width = texture.shape(2);
    long count = uvs.shape(1);
    if (count == 0) { // grid_sample takes no empty grid
      return texture.reshape(texture.shape(0), texture.shape(1) * width).slice(1, 0, 0);
    }
    Tensor image = texture.unsqueeze(0);
    Tensor u = uvs.slice(0, 0, 1);
    Tensor v = uvs.slice(0, 1, 2);
    if (axis == TextureWrap.REPEAT) {
      image = Functional.padCircular(image, 1, 1, 0, 0);
      u = u.sub(u.detach().floor()).mul((double) width / (width + 2)).add(1.0 / (width + 2));
    }
    return MeshOperators.sampleTexture(image, u, v);
  }
}
