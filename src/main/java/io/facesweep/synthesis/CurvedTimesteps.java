package io.facesweep.synthesis;

import io.facesweep.tensor.RandomStream;
import java.util.function.DoubleUnaryOperator;

/**
 * Falls along a curve.
 *
 * @param low at the last step
 * @param high at the first step
 * @param fallen of the way from high to low, by the share of the steps; both from 0 to 1
 */
record CurvedTimesteps(long low, long high, int steps, DoubleUnaryOperator fallen)
    implements Timesteps {
  /** Fast at first (Zhu and Zhuang 2023, HiFA, arXiv 2305.18766). */
  static CurvedTimesteps squareRoot(long low, long high, int steps) {
    return new CurvedTimesteps(low, high, steps, Math::sqrt);
  }

  /** Half a wave: slow at both ends. */
  static CurvedTimesteps cosine(long low, long high, int steps) {
    return new CurvedTimesteps(low, high, steps, share -> (1 - Math.cos(Math.PI * share)) / 2);
  }

  @Override
  public long at(int step, RandomStream random) {
    double share = steps == 1 ? 0 : (double) step / (steps - 1);
    return Math.round(high + (low - high) * fallen.applyAsDouble(share));
  }
}
