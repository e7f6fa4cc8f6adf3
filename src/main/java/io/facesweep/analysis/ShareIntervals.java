package io.facesweep.analysis;

import io.facesweep.tables.Interval;
import io.facesweep.tables.Interval.Method;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Intervals of shares of variance: units (prompts, or the seeds of one prompt) are drawn again,
 * whole, with all their trials, and everything is computed anew of each draw. BCa (Efron 1987) with
 * tail areas for the size of the sample, as {@link MeanInterval} has them: shares are skewed, and
 * those of few units too large on average.
 */
final class ShareIntervals {
  /** With fewer units a draw has too few different ones to say anything. */
  static final int MIN_UNITS = 6;

  private static final int RESAMPLES = 2_000;
  private static final int MIN_RESAMPLES = 400;
  private static final long WORK = 20_000_000;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final VarianceSplit split;
  private final BlockSums sums;
  private final double[] shares;

  /**
   * @param shares of all units, in the order of the terms
   */
  ShareIntervals(VarianceSplit split, BlockSums sums, double[] shares) {
    this.split = split;
    this.sums = sums;
    this.shares = shares;
  }

  /**
   * Returns the intervals of the terms; {@link Interval#NONE} with fewer than {@value #MIN_UNITS}
   * units.
   *
   * @param confidence e.g. 0.95
   */
  Interval[] of(double confidence, long seed) {
    Interval[] intervals = new Interval[shares.length];
    Arrays.fill(intervals, Interval.NONE);
    int units = sums.units();
    if (units >= MIN_UNITS) {
      double t = TDistribution.of(units - 1).inverseSurvivalProbability((1 - confidence) / 2);
      double z = Math.sqrt(units / (units - 1.0)) * t;
      double[][] drawn = drawn(new SplittableRandom(seed));
      double[][] without = without();
      for (int term = 0; term < shares.length; term++) {
        intervals[term] = interval(shares[term], drawn[term], without[term], z);
      }
    }
    return intervals;
  }

  /** The shares of each draw, by term. */
  private double[][] drawn(SplittableRandom random) {
    int[] weights = new int[sums.units()];
    int draws = (int) Math.max(MIN_RESAMPLES, Math.min(RESAMPLES, WORK / sums.size()));
    double[][] drawn = new double[shares.length][draws];
    for (int draw = 0; draw < draws; draw++) {
      Arrays.fill(weights, 0);
      for (int i = 0; i < weights.length; i++) {
        weights[random.nextInt(weights.length)]++;
      }
      put(drawn, draw, weights);
    }
    return drawn;
  }

  /** The shares without each unit, by term. */
  private double[][] without() {
    int[] weights = new int[sums.units()];
    Arrays.fill(weights, 1);
    double[][] without = new double[shares.length][weights.length];
    for (int unit = 0; unit < weights.length; unit++) {
      weights[unit] = 0;
      put(without, unit, weights);
      weights[unit] = 1;
    }
    return without;
  }

  private void put(double[][] to, int place, int[] weights) {
    double[] all = split.shares(sums.squares(weights));
    for (int term = 0; term < all.length; term++) {
      to[term][place] = all[term];
    }
  }

  /**
   * @param z normal quantile of the ends
   */
  private static Interval interval(double share, double[] drawn, double[] without, double z) {
    double[] sorted = Arrays.stream(drawn).filter(Double::isFinite).sorted().toArray();
    double below = 0;
    for (double value : sorted) {
      below += value < share ? 1 : value == share ? 0.5 : 0;
    }
    double bias = NORMAL.inverseCumulativeProbability(below / sorted.length);
    double acceleration = acceleration(without);
    double low = area(bias, acceleration, -z);
    double high = area(bias, acceleration, z);
    return Double.isFinite(bias) && Double.isFinite(acceleration) && low < high
        ? interval(sorted, low, high, Method.BCA)
        : interval(
            sorted,
            NORMAL.cumulativeProbability(-z),
            NORMAL.cumulativeProbability(z),
            Method.PERCENTILE);
  }

  private static Interval interval(double[] sorted, double low, double high, Method method) {
    return new Interval(
        MeanInterval.quantile(sorted, low), MeanInterval.quantile(sorted, high), method);
  }

  private static double area(double bias, double acceleration, double z) {
    double shifted = bias + z;
    return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
  }

  /** Efron 1987, from the jackknife; 0 where leaving out changes nothing. */
  private static double acceleration(double[] without) {
    double mean = Arrays.stream(without).average().orElse(Double.NaN);
    double squares = 0;
    double cubes = 0;
    for (double value : without) {
      squares += (mean - value) * (mean - value);
      cubes += Math.pow(mean - value, 3);
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }
}
