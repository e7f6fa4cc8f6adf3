package io.facesweep.synthesis;

import io.facesweep.tensor.RandomStream;

/**
 * Drawn uniformly at each step, from a range whose upper end falls.
 *
 * @param low smallest, inclusive
 * @param highest largest of each step, inclusive
 */
record AnnealedTimesteps(long low, Timesteps highest) implements Timesteps {
  @Override
  public long at(int step, RandomStream random) {
    return random.scalars().nextLong(low, highest.at(step, random) + 1);
  }
}
