package io.facesweep.synthesis;

import io.facesweep.tensor.RandomStream;

/**
 * Falls linearly (Wu et al. 2024, section 3.2).
 *
 * @param low at the last step
 * @param high at the first step
 */
record LinearTimesteps(long low, long high, int steps) implements Timesteps {
  @Override
  public long at(int step, RandomStream random) {
    return steps == 1 ? high : Math.round(high + (low - high) * (double) step / (steps - 1));
  }
}
