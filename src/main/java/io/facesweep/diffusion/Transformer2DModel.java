package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;

/** A transformer over the pixels of an image (diffusers, {@code Transformer2DModel}). */
final class Transformer2DModel {
  private static final double EPS = 1e-6;

  final GroupNorm norm;
  final Projection projIn;
  final BasicTransformerBlock transformerBlocks0;
  final Projection projOut;

  Transformer2DModel(StateDict weights, int channels, int heads, UNetSettings settings) {
    this.norm = new GroupNorm(weights.at("norm"), channels, settings.normNumGroups(), EPS);
    this.projIn = new Projection(weights.at("proj_in"), channels, settings);
    this.transformerBlocks0 =
        new BasicTransformerBlock(
            weights.at("transformer_blocks.0"), channels, heads, settings.crossAttentionDim());
    this.projOut = new Projection(weights.at("proj_out"), channels, settings);
  }

  /**
   * @param x [N, C, H, W]
   * @param text [N, S, crossAttentionDim]
   * @return [N, C, H, W]
   */
  Tensor forward(Tensor x, Tensor text) {
    return TensorScope.compute(() -> afterText(beforeText(x), x, text));
  }

  /** Returns what the pixels of {@code x} are before they look at a text, [N, HW, C]. */
  Tensor beforeText(Tensor x) {
    return TensorScope.compute(
        () ->
            transformerBlocks0.beforeText(
                TensorScope.compute(() -> projIn.toSequence(norm.forward(x)))));
  }

  /**
   * Does what follows {@link #beforeText}.
   *
   * @param states what that returned
   */
  Tensor afterText(Tensor states, Tensor x, Tensor text) {
    return TensorScope.compute(
        () -> {
          Tensor mixed = transformerBlocks0.afterText(states, text); // [N, HW, C]
          return projOut.toImage(mixed, x.shape(2), x.shape(3)).add(x);
        });
  }

  /**
   * A linear map of every pixel's channels that also changes the layout. SD 1 stores it as a 1 x 1
   * convolution, of which this is the same numbers with fewer copies.
   */
  static final class Projection {
    private final Tensor weight;
    private final Tensor bias;

    Projection(StateDict weights, int channels, UNetSettings settings) {
      this.weight =
          settings.useLinearProjection()
              ? weights.take("weight", channels, channels)
              : weights.take("weight", channels, channels, 1, 1);
      this.bias = weights.take("bias", channels);
    }

    /** [N, C, H, W] to [N, HW, C]. */
    Tensor toSequence(Tensor image) {
      long[] shape = image.shape();
      return map(image.reshape(shape[0], shape[1], shape[2] * shape[3]).permute(0, 2, 1));
    }

    /** [N, HW, C] to [N, C, H, W]. */
    Tensor toImage(Tensor sequence, long height, long width) {
      long[] shape = sequence.shape();
      return map(sequence).permute(0, 2, 1).reshape(shape[0], shape[2], height, width).contiguous();
    }

    private Tensor map(Tensor sequence) {
      return Functional.linear(sequence, weight.reshape(bias.size(), bias.size()), bias);
    }
  }
}
