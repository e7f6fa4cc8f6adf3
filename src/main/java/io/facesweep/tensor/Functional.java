package io.facesweep.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operators of nets and images, as {@code torch.nn.functional} has them. Images are [N, C, H, W];
 * all are differentiable.
 */
public final class Functional {
  private Functional() {}

  /** How {@link #gridSample} reads outside the image. */
  public enum Padding {
    ZEROS(0),
    BORDER(1);

    private final int number;

    Padding(int number) {
      this.number = number;
    }
  }

  /** How {@link #gridSample} reads between texels. */
  public enum Sampling {
    BILINEAR(0),
    NEAREST(1);

    private final int number;

    Sampling(int number) {
      this.number = number;
    }
  }

  /**
   * A fully connected layer.
   *
   * @param x [..., in]
   * @param weight [out, in]
   * @param bias [out]
   */
  public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return Torch.tensor("linear", x, weight, optional(bias), BatchKernels.number());
  }

  /**
   * A convolution.
   *
   * @param x [N, in, H, W]
   * @param weight [out, in, k, k]
   * @param bias [out]
   */
  public static Tensor conv2d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int stride, int padding) {
    return Torch.tensor(
        "conv2d", x, weight, optional(bias), stride, padding, BatchKernels.number());
  }

  /**
   * Group normalisation.
   *
   * @param x [N, C, ...]
   * @param weight [C]
   * @param bias [C]
   */
  public static Tensor groupNorm(Tensor x, int groups, Tensor weight, Tensor bias, double eps) {
    return Torch.tensor("group_norm", x, groups, weight, bias, eps);
  }

  /** {@code silu(groupNorm(x))}, in one call. */
  public static Tensor groupNormSilu(Tensor x, int groups, Tensor weight, Tensor bias, double eps) {
    return Torch.tensor("group_norm_silu", x, groups, weight, bias, eps);
  }

  /**
   * Over the last axis.
   *
   * @param weight [C]
   * @param bias [C]
   */
  public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double eps) {
    return Torch.tensor("layer_norm", x, weight.shape(), weight, bias, eps);
  }

  public static Tensor relu(Tensor x) {
    return Torch.tensor("relu", x);
  }

  public static Tensor silu(Tensor x) {
    return Torch.tensor("silu", x);
  }

  /**
   * Does what {@link #silu} does, of a tensor that is not used again: it is overwritten where no
   * gradient is recorded, which saves memory traffic.
   */
  public static Tensor siluConsuming(Tensor x) {
    return Torch.tensor("silu_consuming", x);
  }

  /** Gaussian error linear unit by the error function. */
  public static Tensor gelu(Tensor x) {
    return Torch.tensor("gelu", x);
  }

  /** Gaussian error linear unit by the tanh approximation. */
  public static Tensor geluTanh(Tensor x) {
    return Torch.tensor("gelu_tanh", x);
  }

  /** {@code x * sigmoid(1.702 x)}. */
  public static Tensor quickGelu(Tensor x) {
    return Torch.tensor("quick_gelu", x);
  }

  /**
   * Gated linear unit: {@code a * gelu(b)}, [a, b] = linear(x).
   *
   * @param weight [2 * out, in]
   */
  public static Tensor geglu(Tensor x, Tensor weight, Tensor bias) {
    return Torch.tensor("geglu", x, weight, bias, BatchKernels.number());
  }

  public static Tensor softmax(Tensor x, int axis) {
    return Torch.tensor("softmax", x, axis);
  }

  /** Rows of {@code weight} [V, C] at int64 {@code ids} [...]. */
  public static Tensor embedding(Tensor weight, Tensor ids) {
    return Torch.tensor("embedding", weight, ids);
  }

  /**
   * Multi-head scaled dot product attention; the heads split the last axis, and the scale is the
   * head size to the power -1/2.
   *
   * @param query [N, L, heads * d]
   * @param key [N, S, heads * d]
   * @param value [N, S, heads * d]
   * @return [N, L, heads * d]
   */
  public static Tensor attention(Tensor query, Tensor key, Tensor value, int heads) {
    return Torch.tensor("attention", query, key, value, heads, false);
  }

  /** {@link #attention} in which position i sees positions up to i. */
  public static Tensor causalAttention(Tensor query, Tensor key, Tensor value, int heads) {
    return Torch.tensor("attention", query, key, value, heads, true);
  }

  public static Tensor upsampleNearest(Tensor x, long height, long width) {
    return Torch.tensor("upsample_nearest", x, new long[] {height, width});
  }

  /**
   * Bilinear resize, pixel centres aligned as by {@code align_corners=False}; no low-pass filter
   * when shrinking.
   */
  public static Tensor resizeBilinear(Tensor x, long height, long width) {
    return Torch.tensor("resize_bilinear", x, new long[] {height, width}, false);
  }

  /** Bilinear resize with a low-pass filter when shrinking. */
  public static Tensor resizeAntialiased(Tensor x, long height, long width) {
    return Torch.tensor("resize_bilinear", x, new long[] {height, width}, true);
  }

  /** Bicubic resize with a low-pass filter when shrinking; may leave the images' range. */
  public static Tensor resizeBicubic(Tensor x, long height, long width) {
    return Torch.tensor("resize_bicubic", x, new long[] {height, width});
  }

  /**
   * A convolution of each channel by itself, without padding.
   *
   * @param x [N, C, H, W]
   * @param weight [C, 1, k, k]
   */
  public static Tensor depthwiseConv2d(Tensor x, Tensor weight, int stride) {
    return Torch.tensor("depthwise_conv2d", x, weight, stride);
  }

  /**
   * {@code max(x, 0) + slope min(x, 0)}.
   *
   * @param x [N, C, ...]
   * @param slope [C]
   */
  public static Tensor prelu(Tensor x, Tensor slope) {
    return Torch.tensor("prelu", x, slope);
  }

  /** Largest value of k x k tiles. */
  public static Tensor maxPool(Tensor x, int kernel) {
    return Torch.tensor("max_pool", x, kernel);
  }

  /** Mean over k x k tiles. */
  public static Tensor averagePool(Tensor x, int kernel) {
    return Torch.tensor("avg_pool", x, kernel);
  }

  /**
   * Samples an image at positions, {@code align_corners=False}.
   *
   * @param x [N, C, H, W]
   * @param grid [N, h, w, 2] (x, y) in [-1, 1], (-1, -1) the outer corner of the first texel
   * @return [N, C, h, w]
   */
  public static Tensor gridSample(Tensor x, Tensor grid, Sampling sampling, Padding padding) {
    return Torch.tensor("grid_sample", x, grid, sampling.number, padding.number);
  }

  /** Pads the last axes: {left, right, top, bottom ...}. */
  public static Tensor pad(Tensor x, double value, long... amounts) {
    return Torch.tensor("pad_constant", x, amounts, value);
  }

  /** Pads by wrapping around. */
  public static Tensor padCircular(Tensor x, long... amounts) {
    return Torch.tensor("pad_circular", x, amounts);
  }

  /**
   * One AdamW step on every parameter, in place (Loshchilov and Hutter 2019, arXiv 1711.05101; with
   * decay 0 it is Adam).
   *
   * @param step counts from 1
   */
  public static void adamwInPlace(
      List<Tensor> parameters,
      List<Tensor> gradients,
      List<Tensor> firstMoments,
      List<Tensor> secondMoments,
      long step,
      double learningRate,
      double beta1,
      double beta2,
      double eps,
      double weightDecay) {
    try (GradMode off = GradMode.disabled()) {
      Torch.integer(
          "adamw_all_",
          parameters.toArray(new Tensor[0]),
          gradients.toArray(new Tensor[0]),
          firstMoments.toArray(new Tensor[0]),
          secondMoments.toArray(new Tensor[0]),
          step,
          learningRate,
          beta1,
          beta2,
          eps,
          weightDecay);
    }
  }

  /**
   * One Adam step of several items, each with its own settings (Kingma and Ba 2015, arXiv
   * 1412.6980, algorithm 1; Loshchilov and Hutter 2019, arXiv 1711.05101, algorithm 2).
   *
   * @param parameter [K, ...]
   * @param columns [9, K, 1, ...]: factor of the parameter; weight decay; beta of the first moment
   *     and 1 - beta; beta of the second and 1 - beta; factor of the second moment's root; eps;
   *     rate
   * @return the parameter, the first and the second moment after the step
   */
  public static List<Tensor> adam(
      Tensor parameter, Tensor gradient, Tensor firstMoment, Tensor secondMoment, Tensor columns) {
    return Torch.tensors("adam", parameter, gradient, firstMoment, secondMoment, columns);
  }

  /** {@code x += weight * (y - x)} for every pair, in place: an exponential moving average. */
  public static void lerpInPlace(List<Tensor> x, List<Tensor> y, double weight) {
    try (GradMode off = GradMode.disabled()) {
      Torch.integer("lerp_all_", x.toArray(new Tensor[0]), y.toArray(new Tensor[0]), weight);
    }
  }

  private static Tensor[] optional(@Nullable Tensor tensor) {
    return tensor == null ? new Tensor[0] : new Tensor[] {tensor};
  }
}
