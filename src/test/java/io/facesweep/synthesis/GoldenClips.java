package io.facesweep.synthesis;

import io.facesweep.tensor.Tensor;

/** Bounds on gradients, for fixtures of one item. */
public final class GoldenClips {
  private GoldenClips() {}

  /** Each pixel of [1, 3, H, W] scaled down by its largest channel. */
  public static Tensor pixels(Tensor gradient, double limit) {
    return GradientClip.clipPixels(gradient, new double[] {limit});
  }

  /** Each element clamped. */
  public static Tensor clamp(Tensor gradient, double limit) {
    return GradientClip.clamp(gradient, new double[] {limit});
  }
}
