package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;
import java.util.Arrays;

/** Limits gradients, each item of a batch by itself. */
final class GradientClip {
  private GradientClip() {}

  /**
   * Cuts off what lies beyond a value (Hong et al. 2023, arXiv 2303.15413).
   *
   * @param gradients [K, ...]
   * @param limits [K]; 0 leaves a gradient as it is
   */
  static Tensor values(Tensor gradients, double[] limits) {
    if (Arrays.stream(limits).allMatch(limit -> limit == 0)) {
      return gradients;
    }
    double[] bounds = Arrays.stream(limits).map(x -> x == 0 ? Float.MAX_VALUE : x).toArray();
    Tensor bound = ItemValues.column(bounds, gradients);
    return gradients.minimum(bound).maximum(bound.neg());
  }

  /**
   * Scales down to a norm.
   *
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
