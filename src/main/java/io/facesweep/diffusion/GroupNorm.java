package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.weights.StateDict;

/** Group normalisation with an affine map: {@code weight} and {@code bias} [channels]. */
final class GroupNorm {
  private final Tensor weight;
  private final Tensor bias;
  private final int groups;
  private final double eps;

  GroupNorm(StateDict weights, int channels, int groups, double eps) {
    this.weight = weights.take("weight", channels);
    this.bias = weights.take("bias", channels);
    this.groups = groups;
    this.eps = eps;
  }

  Tensor forward(Tensor x) {
    return Functional.groupNorm(x, groups, weight, bias, eps);
  }

  Tensor forwardSilu(Tensor x) {
    return Functional.groupNormSilu(x, groups, weight, bias, eps);
  }
}
