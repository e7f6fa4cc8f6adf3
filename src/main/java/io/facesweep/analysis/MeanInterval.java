package io.facesweep.analysis;

import io.facesweep.tables.Interval;
import io.facesweep.tables.Interval.Method;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Confidence intervals of the mean of few independent values: the means of the prompts'
 * differences.
 *
 * <p><b>Why prompts.</b> Trials of one prompt are alike, so that an interval over trials would be
 * far too narrow. A prompt is resampled whole, with all of its seeds: drawing seeds anew inside a
 * drawn prompt would add their noise a second time (Davison and Hinkley 1997, "Bootstrap Methods
 * and their Application", section 3.8). The mean over prompts of each prompt's own mean therefore
 * holds all that the interval needs.
 *
 * <p><b>Why not BCa alone.</b> A bootstrap of n values has a variance that is too small by (n - 1)
 * / n and the normal's quantiles where Student's are due; of 8 values, plain BCa's 95 percent
 * interval covers about 90. Two remedies are taken, both from Hesterberg 2015, "What teachers
 * should know about the bootstrap", sections 3.2 and 4.2 (docs/metrics-and-effects.md has the
 * coverage measured of each):
 *
 * <ul>
 *   <li>fewer than {@value #FEW} values: Student's t interval. The tails of a bootstrap of so few
 *       values end at the values themselves, and no correction can widen what is not there;
 *   <li>from {@value #FEW} on: BCa (Efron 1987) with tail areas expanded to those of {@code sqrt(n
 *       / (n - 1))} times Student's quantile, which keeps its asymmetry for skewed effects.
 * </ul>
 */
final class MeanInterval {
  /** The bootstrap is used from so many values on. */
  static final int FEW = 15;

  private static final int RESAMPLES = 10_000;
  private static final int MIN_RESAMPLES = 2_000;
  private static final long WORK = 20_000_000;
  private static final long LOW_HALF = 0xffff_ffffL;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private MeanInterval() {}

  /**
   * The interval; {@link Interval#NONE} of fewer than two values.
   *
   * @param values independent of each other
   * @param confidence e.g. 0.95
   * @param seed of the resampling
   */
  static Interval of(double[] values, double confidence, long seed) {
    if (values.length < 2) {
      return Interval.NONE;
    }
    return values.length < FEW
        ? student(values, confidence)
        : expanded(values, confidence, new SplittableRandom(seed));
  }

  static Interval student(double[] values, double confidence) {
    int n = values.length;
    double mean = mean(values);
    double half =
        TDistribution.of(n - 1).inverseSurvivalProbability((1 - confidence) / 2)
            * Math.sqrt(squares(values, mean) / (n - 1) / n);
    return new Interval(mean - half, mean + half, Method.T);
  }

  /** BCa with tail areas for the size of the sample. */
  static Interval expanded(double[] values, double confidence, SplittableRandom random) {
    int n = values.length;
    double t = TDistribution.of(n - 1).inverseSurvivalProbability((1 - confidence) / 2);
    return bca(values, NORMAL.survivalProbability(Math.sqrt(n / (n - 1.0)) * t), random);
  }

  /**
   * The bias-corrected and accelerated bootstrap interval.
   *
   * @param tail area outside of either end
   */
  static Interval bca(double[] values, double tail, SplittableRandom random) {
    double mean = mean(values);
    double[] means = resampled(values, random);
    double below = 0;
    for (double value : means) {
      below += value < mean ? 1 : value == mean ? 0.5 : 0;
    }
    double bias = NORMAL.inverseCumulativeProbability(below / means.length);
    double z = NORMAL.inverseSurvivalProbability(tail);
    double acceleration = acceleration(values, mean);
    double low = area(bias, acceleration, -z);
    double high = area(bias, acceleration, z);
    boolean isSound = Double.isFinite(bias) && Double.isFinite(acceleration) && low < high;
    return isSound
        ? new Interval(quantile(means, low), quantile(means, high), Method.BCA)
        : new Interval(quantile(means, tail), quantile(means, 1 - tail), Method.PERCENTILE);
  }

  private static double area(double bias, double acceleration, double z) {
    double shifted = bias + z;
    return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
  }

  /**
   * Computes it from the jackknife, which has a closed form for a mean: Efron 1987, equation 6.6.
   */
  private static double acceleration(double[] values, double mean) {
    double cubes = 0;
    for (double value : values) {
      double offset = value - mean;
      cubes += offset * offset * offset;
    }
    return cubes / (6 * Math.pow(squares(values, mean), 1.5));
  }

  /** Means of samples drawn from the values, sorted. */
  private static double[] resampled(double[] values, SplittableRandom random) {
    int n = values.length;
    double[] means = new double[(int) Math.max(MIN_RESAMPLES, Math.min(RESAMPLES, WORK / n))];
    for (int draw = 0; draw < means.length; draw++) {
      double sum = 0;
      for (int i = 0; i < n; i += 2) {
        long bits = random.nextLong(); // each half times n / 2^32 is a place: Lemire 2019
        sum += values[(int) ((bits >>> Integer.SIZE) * n >>> Integer.SIZE)];
        if (i + 1 < n) {
          sum += values[(int) ((bits & LOW_HALF) * n >>> Integer.SIZE)];
        }
      }
      means[draw] = sum / n;
    }
    Arrays.sort(means);
    return means;
  }

  /** Linear between order statistics: type 7 of Hyndman and Fan 1996. */
  static double quantile(double[] sorted, double area) {
    double place = area * (sorted.length - 1);
    int left = (int) Math.floor(place);
    int right = Math.min(left + 1, sorted.length - 1);
    return sorted[left] + (place - left) * (sorted[right] - sorted[left]);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double squares(double[] values, double mean) {
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum;
  }
}
