package io.facesweep.analysis;

import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Holm's correction for several tests at once: it bounds the chance of even one false alarm. Holm
 * 1979, "A simple sequentially rejective multiple test procedure".
 */
final class Holm {
  private Holm() {}

  /**
   * Corrected p values, in the order given.
   *
   * @param p values in [0, 1]; NaN is no test, does not count and stays NaN
   */
  static double[] adjust(double[] p) {
    return adjust(p, tests -> tests);
  }

  /**
   * The same with other factors.
   *
   * @param factor what the smallest of so many p values is multiplied by
   */
  static double[] adjust(double[] p, IntToDoubleFunction factor) {
    int[] order = ascending(p);
    double[] adjusted = p.clone();
    double largest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      double larger = factor.applyAsDouble(order.length - rank) * p[order[rank]];
      largest = Math.max(largest, Math.min(1, larger));
      adjusted[order[rank]] = largest;
    }
    return adjusted;
  }

  /** The indices of p values from the smallest on, without those that are NaN. */
  static int[] ascending(double[] p) {
    return IntStream.range(0, p.length)
        .filter(i -> !Double.isNaN(p[i]))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> p[i]))
        .mapToInt(i -> i)
        .toArray();
  }
}
