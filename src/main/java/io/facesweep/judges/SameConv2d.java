package io.facesweep.judges;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.weights.StateDict;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with TensorFlow's padding "SAME": at stride 2 an even image gets nothing on the
 * left and on top, so that kernels lie elsewhere than with PyTorch's symmetric padding.
 */
final class SameConv2d {
  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final int stride;
  private final boolean isDepthwise;

  private SameConv2d(Tensor weight, @Nullable Tensor bias, int stride, boolean isDepthwise) {
    this.weight = weight;
    this.bias = bias;
    this.stride = stride;
    this.isDepthwise = isDepthwise;
  }

  /** Returns a convolution over all channels, with a bias. */
  static SameConv2d full(StateDict dict, int in, int out, int kernel, int stride) {
    return new SameConv2d(
        dict.take("weight", out, in, kernel, kernel), dict.take("bias", out), stride, false);
  }

  /** Returns a 3 x 3 convolution of each channel by itself, without a bias. */
  static SameConv2d depthwise(StateDict dict, int channels, int stride) {
    return new SameConv2d(dict.take("weight", channels, 1, 3, 3), null, stride, true);
  }

  /**
   * @param x [N, in, H, W], H and W multiples of the stride
   * @return [N, out, H / stride, W / stride]
   */
  Tensor forward(Tensor x) {
    long total = Math.max(0, weight.shape(2) - stride);
    long before = total / 2;
    Tensor padded =
        total == 0 ? x : Functional.pad(x, 0, before, total - before, before, total - before);
    return isDepthwise
        ? Functional.depthwiseConv2d(padded, weight, stride)
        : Functional.conv2d(padded, weight, bias, stride, 0);
  }
}
