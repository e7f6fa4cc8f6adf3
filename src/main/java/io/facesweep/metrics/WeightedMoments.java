package io.facesweep.metrics;

/** Mean and variance of weighted values, as they come. */
final class WeightedMoments {
  private double weights;
  private double sum;
  private double squares;

  void add(double value, double weight) {
    weights += weight;
    sum += weight * value;
    squares += weight * value * value;
  }

  /** NaN without any weight. */
  double mean() {
    return sum / weights;
  }

  /** Returns the population's variance, at least 0; NaN without any weight. */
  double variance() {
    double mean = mean();
    return Math.max(0, squares / weights - mean * mean);
  }
}
