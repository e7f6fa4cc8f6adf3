package io.facesweep.synthesis;

import io.facesweep.tensor.RandomStream;

/**
 * Falls linearly, rounded down, in equal parts of which the last is not taken ({@code T_scheduler}
 * of FaceG2E's code).
 *
 * @param low one step after the last
 * @param high at the first step
 */
record OpenLinearTimesteps(long low, long high, int steps) implements Timesteps {
  @Override
  public long at(int step, RandomStream random) {
    return (long) Math.floor(high - (high - low) / (double) steps * step);
  }
}
