package io.facesweep.plan;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How large a difference must be so that a test of so many prompts finds it in 4 of 5 runs. By
 * Student's t, which the sign-flip test comes close to; where not even differences of one sign can
 * be told from chance, no difference will do.
 */
final class PairedPower {
  static final double POWER = 0.8;
  private static final int MIN_PROMPTS = 6;
  private static final int MAX_PROMPTS = 1_000_000;

  private PairedPower() {}

  /**
   * The smallest difference.
   *
   * @param spread standard deviation of the prompts' differences
   * @param level that p values are compared with, e.g. 0.05
   * @return infinity if so few prompts find none
   */
  static double smallest(double spread, int prompts, double level) {
    if (prompts < needed(level)) {
      return Double.POSITIVE_INFINITY;
    }
    TDistribution t = TDistribution.of(prompts - 1);
    double quantiles =
        t.inverseSurvivalProbability(level / 2) + t.inverseCumulativeProbability(POWER);
    return quantiles * spread / Math.sqrt(prompts);
  }

  /**
   * How many prompts find a difference.
   *
   * @param difference above 0
   * @return at most a million
   */
  static int prompts(double difference, double spread, double level) {
    int low = needed(level);
    int high = low;
    while (smallest(spread, high, level) > difference && high < MAX_PROMPTS) {
      low = high;
      high = Math.min(MAX_PROMPTS, 2 * high);
    }
    while (low < high) {
      int middle = (low + high) / 2;
      if (smallest(spread, middle, level) <= difference) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return high;
  }

  /** The fewest prompts whose smallest p value, 2 of all patterns of signs, reaches a level. */
  static int needed(double level) {
    int prompts = MIN_PROMPTS;
    while (Math.scalb(2.0, -prompts) > level) {
      prompts++;
    }
    return prompts;
  }
}
