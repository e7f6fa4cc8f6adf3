package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.weights.StateDict;

/** Normalisation over the last axis: {@code weight} and {@code bias} [channels]. */
final class LayerNorm {
  private final Tensor weight;
  private final Tensor bias;
  private final double eps;

  LayerNorm(StateDict weights, int channels, double eps) {
    this.weight = weights.take("weight", channels);
    this.bias = weights.take("bias", channels);
    this.eps = eps;
  }

  Tensor forward(Tensor x) {
    return Functional.layerNorm(x, weight, bias, eps);
  }
}
