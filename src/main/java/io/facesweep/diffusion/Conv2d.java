package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.weights.StateDict;

/** A convolution with bias: {@code weight} [out, in, kernel, kernel], {@code bias} [out]. */
final class Conv2d {
  private final Tensor weight;
  private final Tensor bias;
  private final int stride;
  private final int padding;

  private Conv2d(StateDict weights, int in, int out, int kernel, int stride, int padding) {
    this.weight = weights.take("weight", out, in, kernel, kernel);
    this.bias = weights.take("bias", out);
    this.stride = stride;
    this.padding = padding;
  }

  /** Keeps height and width; an odd kernel. */
  static Conv2d same(StateDict weights, int in, int out, int kernel) {
    return new Conv2d(weights, in, out, kernel, 1, kernel / 2);
  }

  /** 3 x 3, stride 2. */
  static Conv2d halving(StateDict weights, int in, int out, int padding) {
    return new Conv2d(weights, in, out, 3, 2, padding);
  }

  Tensor forward(Tensor x) {
    return Functional.conv2d(x, weight, bias, stride, padding);
  }
}
