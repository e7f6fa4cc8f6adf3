package io.facesweep.judges;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.weights.StateDict;

/**
 * A block of BlazeFace (Bazarevsky et al. 2019, arXiv 1907.05047): activation(skip(x) +
 * pointwise(depthwise(x))). At stride 2 the skip is a 2 x 2 maximum, and zero in channels that are
 * new.
 */
final class FaceBlock {
  /** Whether the input is added to the output. */
  enum Skip {
    ADDED,
    NONE
  }

  private final SameConv2d depthwise;
  private final SameConv2d pointwise;
  private final Activation activation;
  private final int newChannels;
  private final int stride;
  private final Skip skip;

  FaceBlock(StateDict dict, Activation.Kind kind, int in, int out, int stride, Skip skip) {
    this.depthwise = SameConv2d.depthwise(dict.at("depthwise"), in, stride);
    this.pointwise = SameConv2d.full(dict.at("pointwise"), in, out, 1, 1);
    this.activation = kind.of(dict, out);
    this.newChannels = out - in;
    this.stride = stride;
    this.skip = skip;
  }

  /** A block that adds its input. */
  FaceBlock(StateDict dict, Activation.Kind kind, int in, int out, int stride) {
    this(dict, kind, in, out, stride, Skip.ADDED);
  }

  Tensor forward(Tensor x) {
    Tensor y = pointwise.forward(depthwise.forward(x));
    return activation.of(skip == Skip.ADDED ? y.add(input(x)) : y);
  }

  private Tensor input(Tensor x) {
    Tensor small = stride == 1 ? x : Functional.maxPool(x, stride);
    return newChannels == 0 ? small : Functional.pad(small, 0, 0, 0, 0, 0, 0, newChannels);
  }
}
