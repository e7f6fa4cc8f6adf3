package io.facesweep.synthesis;

import io.facesweep.tensor.RandomStream;

/**
 * Drawn uniformly at each step (DreamFusion, arXiv 2209.14988, section 3).
 *
 * @param low smallest, inclusive
 * @param high largest, inclusive
 */
record UniformTimesteps(long low, long high) implements Timesteps {
  @Override
  public long at(int step, RandomStream random) {
    return random.scalars().nextLong(low, high + 1);
  }
}
