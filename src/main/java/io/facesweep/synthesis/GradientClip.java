package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;

/** Scales gradients down to a norm, each item of a batch by itself. */
final class GradientClip {
  private GradientClip() {}

  /**
   * @param gradients [K, ...]
   * @param norms of the gradients, [K]
   * @param limits [K]; 0 leaves a gradient as it is
   */
  static Tensor clip(Tensor gradients, double[] norms, double[] limits) {
    double[] factors = new double[norms.length];
    boolean any = false;
    for (int i = 0; i < factors.length; i++) {
      boolean clips = limits[i] > 0 && norms[i] > limits[i];
      factors[i] = clips ? limits[i] / norms[i] : 1;
      any |= clips;
    }
    return any ? gradients.mul(ItemValues.column(factors, gradients)) : gradients;
  }
}
