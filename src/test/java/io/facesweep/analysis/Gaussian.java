package io.facesweep.analysis;

import java.util.SplittableRandom;

/** Standard normal draws: Box and Muller 1958. */
final class Gaussian {
  private Gaussian() {}

  static double draw(SplittableRandom random) {
    double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return radius * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
