package io.facesweep.synthesis;

import io.facesweep.settings.GuidanceSettings;
import io.facesweep.tensor.Tensor;
import java.util.Arrays;

/** Bounds gradients, each item of a batch by itself. */
final class GradientClip {
  private GradientClip() {}

  /**
   * Scales gradients down to a norm.
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

  /**
   * Clamps every element to a bound.
   *
   * @param gradients [K, ...]
   * @param limits of the absolute value [K]; 0 leaves a gradient as it is
   */
  static Tensor clamp(Tensor gradients, double[] limits) {
    if (Arrays.stream(limits).allMatch(limit -> limit == 0)) {
      return gradients;
    }
    double[] bounds =
        Arrays.stream(limits).map(limit -> limit == 0 ? Double.POSITIVE_INFINITY : limit).toArray();
    Tensor column = ItemValues.column(bounds, gradients);
    return gradients.minimum(column).maximum(column.neg());
  }

  /** Returns the bound of the elements at a point of a phase, 0 for none. */
  static double value(GuidanceSettings settings, double progress) {
    double first = settings.clipValue();
    double last = settings.clipValueEnd() == 0 ? first : settings.clipValueEnd();
    return first == 0 ? 0 : first + (last - first) * progress;
  }

  /**
   * Scales the gradient of each pixel down, so that its largest channel keeps a bound (Pan et al.
   * 2023, arXiv 2310.12474).
   *
   * @param gradients of images [K, 3, H, W]
   * @param limits above 0 [K]
   */
  static Tensor clipPixels(Tensor gradients, double[] limits) {
    Tensor column = ItemValues.column(limits, gradients); // [K, 1, 1, 1]
    long[] shape = gradients.shape();
    Tensor largest = gradients.abs().max(1).reshape(shape[0], 1, shape[2], shape[3]);
    return gradients.mul(column.div(largest.maximum(column)));
  }
}
