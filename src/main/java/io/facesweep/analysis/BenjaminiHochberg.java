package io.facesweep.analysis;

import java.util.stream.IntStream;

/**
 * A correction for several tests at once that bounds the expected share of false alarms among those
 * that are flagged. Benjamini and Hochberg 1995, "Controlling the false discovery rate".
 */
final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  /**
   * Corrected p values, in the order given.
   *
   * @param p values in [0, 1]; NaN is no test, does not count and stays NaN
   */
  static double[] adjust(double[] p) {
    int[] order = Holm.ascending(p);
    double[] adjusted = p.clone();
    double least = 1;
    for (int rank = order.length; rank > 0; rank--) {
      least = Math.min(least, p[order[rank - 1]] * order.length / rank);
      adjusted[order[rank - 1]] = least;
    }
    return adjusted;
  }

  /**
   * The most by which a p value is multiplied: by how many tests there are for each that is
   * flagged, with one more.
   *
   * @param tests how many there are
   */
  static double factor(double[] p, int tests, double alarm) {
    double[] sorted = IntStream.range(0, p.length).mapToDouble(i -> p[i]).sorted().toArray();
    int flagged = 1;
    for (int i = 0; i < sorted.length && !Double.isNaN(sorted[i]); i++) {
      if (sorted[i] <= alarm * Math.min(tests, i + 2) / tests) {
        flagged = Math.min(tests, i + 2);
      }
    }
    return (double) tests / flagged;
  }
}
