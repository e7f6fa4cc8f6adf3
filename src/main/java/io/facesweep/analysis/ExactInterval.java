package io.facesweep.analysis;

import io.facesweep.tables.Interval;
import io.facesweep.tables.Interval.Method;
import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Confidence intervals of the mean of differences between values that are 0 or 1. They hold for any
 * number of prompts and are never of width 0: eight prompts without a difference do not show that
 * there is none.
 *
 * <p>A difference is a gain less a loss, one of which is 0. Each has its bounds, at a quarter of
 * what the interval may miss, so that all four hold together: Clopper and Pearson 1934 where each
 * unit's gain is 0 or 1, as with one pair a prompt; else those of Hoeffding 1963, theorem 1, for
 * means of any values in [0, 1].
 */
final class ExactInterval {
  private static final double PRECISION = 1e-10;

  private ExactInterval() {}

  /**
   * The interval; {@link Interval#NONE} of no values.
   *
   * @param units differences within {@code largest}, independent of each other
   * @param largest 1; 2 for differences of differences
   * @param confidence e.g. 0.95
   */
  static Interval of(double[] units, double largest, double confidence) {
    if (units.length == 0) {
      return Interval.NONE;
    }
    double tail = (1 - confidence) / 4;
    double[] gains = share(units, largest);
    double[] losses = share(units, -largest);
    return new Interval(
        largest * (lower(gains, tail) - upper(losses, tail)),
        largest * (upper(gains, tail) - lower(losses, tail)),
        Method.EXACT);
  }

  /**
   * The p value of two one-sided tests of whether the mean lies within a bound: half of what an
   * interval may miss that just fits between {@code -bound} and {@code bound}.
   */
  static double equivalence(double[] units, double largest, double bound) {
    double low = 0;
    double high = 0.5;
    if (!fits(of(units, largest, 1 - 2 * high), bound)) {
      return 1;
    }
    while (high - low > 1e-6) {
      double middle = (low + high) / 2;
      if (fits(of(units, largest, 1 - 2 * middle), bound)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private static boolean fits(Interval interval, double bound) {
    return interval.low() > -bound && interval.high() < bound;
  }

  /** The parts above 0, as shares of what they can be at most. */
  private static double[] share(double[] units, double most) {
    return Arrays.stream(units).map(unit -> Math.min(1, Math.max(0, unit / most))).toArray();
  }

  private static double lower(double[] shares, double tail) {
    return 1 - upper(Arrays.stream(shares).map(share -> 1 - share).toArray(), tail);
  }

  /** The mean that so few would seldom come from. */
  private static double upper(double[] shares, double tail) {
    int n = shares.length;
    double sum = Arrays.stream(shares).sum();
    if (sum > n - PRECISION) {
      return 1;
    }
    if (Arrays.stream(shares).allMatch(isWhole())) {
      long count = Math.round(sum);
      return BetaDistribution.of(count + 1, n - count).inverseSurvivalProbability(tail);
    }
    double mean = sum / n;
    double limit = -Math.log(tail) / n;
    return bisect(mean, 1, rate -> divergence(mean, rate) - limit);
  }

  private static DoublePredicate isWhole() {
    return share -> share == 0 || share == 1;
  }

  /** Kullback and Leibler's, of a coin with one mean from a coin with another. */
  private static double divergence(double mean, double other) {
    return term(mean, other) + term(1 - mean, 1 - other);
  }

  private static double term(double a, double b) {
    return a == 0 ? 0 : b <= 0 ? Double.POSITIVE_INFINITY : a * Math.log(a / b);
  }

  private static double bisect(double from, double to, DoubleUnaryOperator rising) {
    double low = from;
    double high = to;
    while (high - low > PRECISION) {
      double middle = (low + high) / 2;
      if (rising.applyAsDouble(middle) > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
