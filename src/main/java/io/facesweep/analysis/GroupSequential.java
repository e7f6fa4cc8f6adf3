package io.facesweep.analysis;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Levels for a test that is looked at several times as prompts come in, so that all looks together
 * raise a false alarm no more often than one test would. The error is spent as Lan and DeMets 1983
 * do, by their function after O'Brien and Fleming: hardly any early, nearly all at the end.
 *
 * <p>Sums of prompts' differences are taken for Brownian motion at the looks' fractions of all
 * prompts; the density of those that have not crossed is integrated from look to look (Armitage,
 * McPherson and Rowe 1969).
 */
final class GroupSequential {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final int POINTS = 401;

  private GroupSequential() {}

  /**
   * The two-sided level of each look.
   *
   * @param fractions of all prompts, rising, the last 1
   * @param level of all looks together, e.g. 0.05
   */
  static double[] levels(double[] fractions, double level) {
    double[] levels = new double[fractions.length];
    double[] places = {0};
    double[] weights = {1};
    double before = 0;
    double spent = 0;
    for (int look = 0; look < levels.length; look++) {
      double step = Math.sqrt(fractions[look] - before);
      double spending = spending(fractions[look], level) - spent;
      double[] from = places;
      double[] mass = weights;
      double bound = bisect(b -> crossing(from, mass, b, step) - spending);
      levels[look] = 2 * NORMAL.survivalProbability(bound / Math.sqrt(fractions[look]));
      places = grid(bound);
      weights = continued(from, mass, places, step);
      before = fractions[look];
      spent += spending;
    }
    return levels;
  }

  /** How much of the error is spent when a fraction of the prompts has come in: half a side. */
  private static double spending(double fraction, double level) {
    double z = NORMAL.inverseSurvivalProbability(level / 4);
    return 4 * NORMAL.survivalProbability(z / Math.sqrt(fraction));
  }

  /** The chance to have not crossed before and to be outside of a bound after a step. */
  private static double crossing(double[] from, double[] mass, double bound, double step) {
    double chance = 0;
    for (int i = 0; i < from.length; i++) {
      chance +=
          mass[i]
              * (NORMAL.survivalProbability((bound - from[i]) / step)
                  + NORMAL.survivalProbability((bound + from[i]) / step));
    }
    return chance;
  }

  private static double[] grid(double bound) {
    double[] places = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      places[i] = bound * (2.0 * i / (POINTS - 1) - 1);
    }
    return places;
  }

  /** The mass at each place of a grid after a step: density times Simpson's weights. */
  private static double[] continued(double[] from, double[] mass, double[] places, double step) {
    double width = places[1] - places[0];
    double[] weights = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      double density = 0;
      for (int j = 0; j < from.length; j++) {
        density += mass[j] * NORMAL.density((places[i] - from[j]) / step) / step;
      }
      boolean isEnd = i == 0 || i == places.length - 1;
      weights[i] = density * width * (isEnd ? 1 : i % 2 == 1 ? 4 : 2) / 3;
    }
    return weights;
  }

  /** Where a falling function is 0. */
  private static double bisect(DoubleUnaryOperator falling) {
    double low = 0;
    double high = 20;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (falling.applyAsDouble(middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
