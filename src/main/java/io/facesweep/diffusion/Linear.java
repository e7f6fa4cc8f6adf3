package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.weights.StateDict;
import org.jspecify.annotations.Nullable;

/** {@code x weight^T + bias}: {@code weight} [out, in], {@code bias} [out] or none. */
final class Linear {
  private final Tensor weight;
  private final @Nullable Tensor bias;

  private Linear(Tensor weight, @Nullable Tensor bias) {
    this.weight = weight;
    this.bias = bias;
  }

  static Linear withBias(StateDict weights, int in, int out) {
    return new Linear(weights.take("weight", out, in), weights.take("bias", out));
  }

  /** Does what {@link #withBias} does, also where an older file holds a 1 x 1 convolution. */
  static Linear pointwise(StateDict weights, int in, int out) {
    return new Linear(weights.takeMatrix("weight", out, in), weights.take("bias", out));
  }

  static Linear withoutBias(StateDict weights, int in, int out) {
    return new Linear(weights.take("weight", out, in), null);
  }

  Tensor forward(Tensor x) {
    return Functional.linear(x, weight, bias);
  }
}
