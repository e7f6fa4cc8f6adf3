package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;

/** Halving and enlarging of images by a learned convolution. */
final class Resampling {
  private Resampling() {}

  /** Stride 2 with one pixel of padding on every side. [N, C, H, W] to [N, C, ceil(H/2), ...]. */
  record Downsample2D(Conv2d conv) {
    static Downsample2D of(StateDict weights, int channels) {
      return new Downsample2D(Conv2d.halving(weights.at("conv"), channels, channels, 1));
    }

    Tensor forward(Tensor x) {
      return conv.forward(x);
    }
  }

  /** Stride 2 with padding on the right and at the bottom only: the VAE encoder's. */
  record AsymmetricDownsample2D(Conv2d conv) {
    static AsymmetricDownsample2D of(StateDict weights, int channels) {
      return new AsymmetricDownsample2D(Conv2d.halving(weights.at("conv"), channels, channels, 0));
    }

    Tensor forward(Tensor x) {
      return TensorScope.compute(() -> conv.forward(Functional.pad(x, 0, 0, 1, 0, 1)));
    }
  }

  /** Nearest-neighbour enlargement, then a convolution. */
  record Upsample2D(Conv2d conv) {
    static Upsample2D of(StateDict weights, int channels) {
      return new Upsample2D(Conv2d.same(weights.at("conv"), channels, channels, 3));
    }

    Tensor forward(Tensor x, long height, long width) {
      return TensorScope.compute(() -> conv.forward(Functional.upsampleNearest(x, height, width)));
    }
  }
}
