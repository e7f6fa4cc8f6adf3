package io.facesweep.train;

import io.facesweep.guidance.YuvMapping;
import io.facesweep.settings.ModelRole;
import io.facesweep.tensor.Tensor;

/** In which colours a texture UNet sees textures (Wu et al. 2024, section 3.3, has one of each). */
public enum TextureColours {
  /** As they are. */
  RGB(ModelRole.TEXTURE_UNET) {
    @Override
    Tensor toCodec(Tensor rgb) {
      return rgb;
    }

    @Override
    Tensor toRgb(Tensor decoded) {
      return decoded;
    }
  },
  /** As {@link YuvMapping} says. */
  YUV(ModelRole.TEXTURE_UNET_YUV) {
    @Override
    Tensor toCodec(Tensor rgb) {
      return YuvMapping.toCodecRange(rgb);
    }

    @Override
    Tensor toRgb(Tensor decoded) {
      return YuvMapping.toRgb(decoded);
    }
  };

  private final ModelRole role;

  TextureColours(ModelRole role) {
    this.role = role;
  }

  /** The role of a UNet that was trained in them. */
  ModelRole role() {
    return role;
  }

  /** What the VAE encodes for images [N, 3, H, W] in [0, 1]. */
  abstract Tensor toCodec(Tensor rgb);

  /** The images [N, 3, H, W] of what the VAE decodes. */
  abstract Tensor toRgb(Tensor decoded);
}
