package io.facesweep.synthesis;

import io.facesweep.guidance.LatentCodec;
import io.facesweep.settings.TextureParameter;
import io.facesweep.tensor.Tensor;

/** What is optimised of a texture, and how the texture comes of it. */
enum TextureValues {
  /** The VAE's latents, [K, 4, R / f, R / f]. */
  LATENTS {
    @Override
    Tensor texture(LatentCodec codec, Tensor values) {
      return codec.decode(values);
    }

    @Override
    Tensor texture(Backward backward, SeenTexels seen, Tensor leaf) {
      return backward.decode(seen.gated(leaf));
    }

    @Override
    Tensor gradient(SeenTexels seen, Tensor gradient) {
      return gradient;
    }

    @Override
    Tensor bounded(Tensor values) {
      return values;
    }
  },
  /** The texels, [K, 3, R, R]: they stay in [0, 1]. */
  TEXELS {
    @Override
    Tensor texture(LatentCodec codec, Tensor values) {
      return values;
    }

    @Override
    Tensor texture(Backward backward, SeenTexels seen, Tensor leaf) {
      return leaf;
    }

    /** Nothing mixes texels, so that it is enough to leave out what comes to unseen ones. */
    @Override
    Tensor gradient(SeenTexels seen, Tensor gradient) {
      return seen.ofSeen(gradient);
    }

    @Override
    Tensor bounded(Tensor values) {
      return values.clamp(0, 1);
    }
  };

  static TextureValues of(TextureParameter parameter) {
    return parameter == TextureParameter.RGB ? TEXELS : LATENTS;
  }

  /** Returns textures [K, 3, R, R] in [0, 1]. */
  abstract Tensor texture(LatentCodec codec, Tensor values);

  /** Returns the same with a graph from the leaf, whose gradient comes to seen texels only. */
  abstract Tensor texture(Backward backward, SeenTexels seen, Tensor leaf);

  /** Returns the part of the leaf's gradient that an optimiser may follow. */
  abstract Tensor gradient(SeenTexels seen, Tensor gradient);

  /** Returns what an optimiser has made of the values, within their bounds. */
  abstract Tensor bounded(Tensor values);
}
