package io.facesweep.analysis;

import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.metrics.Metric.Standing;
import io.facesweep.metrics.Metrics;
import io.facesweep.settings.AnalysisSettings;

/**
 * How a measure is treated, by what is declared of it and by its values. A measure that nobody
 * declared has no better end.
 *
 * @param name of the measure
 * @param direction which end is better
 * @param standing whether its effects have verdicts
 * @param isBinary whether all of its values are 0 or 1
 * @param bound of differences that do not matter; NaN where none is given
 */
record MeasureTraits(
    String name, Direction direction, Standing standing, boolean isBinary, double bound) {
  static MeasureTraits of(TrialTable table, String name, AnalysisSettings asked) {
    return new MeasureTraits(
        name,
        table.direction(name),
        standing(name),
        isBinary(table.values(name)),
        asked.equivalence().getOrDefault(name, Double.NaN));
  }

  static Standing standing(String name) {
    return Metrics.named(name).map(Metric::standing).orElse(Standing.JUDGED);
  }

  /** 1 where more is better or nothing is, else -1. */
  int sign() {
    return direction == Direction.LOWER_IS_BETTER ? -1 : 1;
  }

  private static boolean isBinary(double[] values) {
    boolean any = false;
    for (double value : values) {
      if (value == 0 || value == 1) {
        any = true;
      } else if (!Double.isNaN(value)) {
        return false;
      }
    }
    return any;
  }
}
