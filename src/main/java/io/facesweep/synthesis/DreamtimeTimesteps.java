package io.facesweep.synthesis;

import io.facesweep.settings.DreamtimeSettings;
import io.facesweep.tensor.RandomStream;

/**
 * The time-prioritised schedule of DreamTime (Huang et al. 2023, arXiv 2306.12422): at step i of N
 * the timestep whose weights from there up to the largest sum to i / N (equation 5), with the
 * weights of equation 7 normalised over the range in use.
 */
final class DreamtimeTimesteps implements Timesteps {
  private static final int REFERENCE_TIMESTEPS = 1000;

  private final int[] timesteps;

  private DreamtimeTimesteps(int[] timesteps) {
    this.timesteps = timesteps;
  }

  /**
   * @param low smallest timestep, reached at the last step
   * @param high largest
   * @param total T; the settings are in timesteps of a model with 1000
   */
  static DreamtimeTimesteps of(
      DreamtimeSettings settings, int low, int high, int steps, int total) {
    double[] tail = new double[high - low + 2]; // tail[i]: weights of low + i and above
    double unit = (double) REFERENCE_TIMESTEPS / total;
    for (int t = high; t >= low; t--) {
      tail[t - low] = tail[t - low + 1] + weight(settings, t * unit);
    }
    int[] timesteps = new int[steps];
    int t = high;
    for (int i = 0; i < steps; i++) {
      double target = tail[0] * (i + 1) / steps;
      while (t > low && Math.abs(tail[t - 1 - low] - target) <= Math.abs(tail[t - low] - target)) {
        t--;
      }
      timesteps[i] = t;
    }
    return new DreamtimeTimesteps(timesteps);
  }

  /** W(t) up to its normalisation, equation 7. */
  static double weight(DreamtimeSettings settings, double t) {
    if (t > settings.m1()) {
      return gaussian(t - settings.m1(), settings.s1());
    }
    return t < settings.m2() ? gaussian(t - settings.m2(), settings.s2()) : 1;
  }

  @Override
  public long at(int step, RandomStream random) {
    return timesteps[step];
  }

  private static double gaussian(double distance, double width) {
    return Math.exp(-distance * distance / (2 * width * width));
  }
}
