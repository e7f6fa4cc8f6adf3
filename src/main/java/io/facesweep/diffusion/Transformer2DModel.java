package io.facesweep.diffusion;

import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;

/**
 * A transformer over the pixels of an image (diffusers, {@code Transformer2DModel}). The
 * projections in and out are convolutions in SD 1 and linear in SD 2.
 */
final class Transformer2DModel {
  private static final double EPS = 1e-6;

  final GroupNorm norm;
  final Projection projIn;
  final BasicTransformerBlock transformerBlocks0;
  final Projection projOut;

  Transformer2DModel(StateDict weights, int channels, int heads, UNetSettings settings) {
    this.norm = new GroupNorm(weights.at("norm"), channels, settings.normNumGroups(), EPS);
    this.projIn = Projection.of(weights.at("proj_in"), channels, settings);
    this.transformerBlocks0 =
        new BasicTransformerBlock(
            weights.at("transformer_blocks.0"), channels, heads, settings.crossAttentionDim());
    this.projOut = Projection.of(weights.at("proj_out"), channels, settings);
  }

  /**
   * @param x [N, C, H, W]
   * @param text [N, S, crossAttentionDim]
   * @return [N, C, H, W]
   */
  Tensor forward(Tensor x, Tensor text) {
    return TensorScope.compute(
        () -> {
          Tensor states = TensorScope.compute(() -> projIn.toSequence(norm.forward(x)));
          Tensor mixed = transformerBlocks0.forward(states, text); // [N, HW, C]
          return projOut.toImage(mixed, x.shape(2), x.shape(3)).add(x);
        });
  }

  /** A map of every pixel's channels that also changes the layout. */
  sealed interface Projection {
    /** [N, C, H, W] to [N, HW, C]. */
    Tensor toSequence(Tensor image);

    /** [N, HW, C] to [N, C, H, W]. */
    Tensor toImage(Tensor sequence, long height, long width);

    static Projection of(StateDict weights, int channels, UNetSettings settings) {
      return settings.useLinearProjection()
          ? new LinearProjection(Linear.withBias(weights, channels, channels))
          : new ConvProjection(Conv2d.same(weights, channels, channels, 1));
    }
  }

  record ConvProjection(Conv2d conv) implements Projection {
    @Override
    public Tensor toSequence(Tensor image) {
      return flattened(conv.forward(image)).contiguous();
    }

    @Override
    public Tensor toImage(Tensor sequence, long height, long width) {
      return conv.forward(unflattened(sequence, height, width).contiguous());
    }
  }

  record LinearProjection(Linear linear) implements Projection {
    @Override
    public Tensor toSequence(Tensor image) {
      return linear.forward(flattened(image));
    }

    @Override
    public Tensor toImage(Tensor sequence, long height, long width) {
      return unflattened(linear.forward(sequence), height, width).contiguous();
    }
  }

  private static Tensor flattened(Tensor image) {
    long[] shape = image.shape(); // [N, C, H, W]
    return image.reshape(shape[0], shape[1], shape[2] * shape[3]).permute(0, 2, 1);
  }

  private static Tensor unflattened(Tensor sequence, long height, long width) {
    long[] shape = sequence.shape(); // [N, HW, C]
    return sequence.permute(0, 2, 1).reshape(shape[0], shape[2], height, width);
  }
}
