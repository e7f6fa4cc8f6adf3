package io.facesweep.tensor;

import java.util.stream.LongStream;

/**
 * Factors by which the gradient of each item of a batch is multiplied before it goes back through a
 * net that computes in float16, and divided after. A backward pass is linear in the gradient that
 * comes to it, and the factors are powers of two, so nothing changes but what float16 can hold: of
 * gradients of 1e-9 it would keep nothing, and at 1e5 it overflows.
 *
 * <p>An item's factor depends on that item alone. It is 1 where the gradient is zero, or has a NaN
 * or an infinity, which stay what they are. Everything stays on the gradient's device.
 */
public final class GradientScale {
  /**
   * What an item's largest magnitude is brought to, up to twice as much. In the VAEs that were
   * measured, gradients lose precision on their way where they start below 2^-4, and overflow from
   * 2^15: this lies in the middle.
   */
  static final double TARGET = 32;

  private final Tensor factors;

  private GradientScale(Tensor factors) {
    this.factors = factors;
  }

  /**
   * The factors for a gradient.
   *
   * @param gradient [K, ...], at least rank 2
   */
  public static GradientScale of(Tensor gradient) {
    long[] axes = LongStream.range(1, gradient.rank()).toArray();
    return new GradientScale(Torch.tensor("gradient_scale", gradient, axes, TARGET));
  }

  /** The factors, [K, 1, ...] in float32. */
  Tensor factors() {
    return factors;
  }

  /** The gradient times the factors, for the way back. */
  public Tensor applied(Tensor gradient) {
    return gradient.mul(factors);
  }

  /**
   * What came of a gradient that they were applied to, without them.
   *
   * @param result float32, [K, ...] of the gradient's rank
   */
  public Tensor removed(Tensor result) {
    return result.div(factors);
  }
}
