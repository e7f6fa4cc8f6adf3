package io.facesweep.synthesis;

import io.facesweep.tensor.RandomStream;

/**
 * Those of another schedule with a shift that is drawn at each step.
 *
 * @param low smallest
 * @param high largest
 * @param reach largest shift, up or down
 */
record JitteredTimesteps(Timesteps schedule, long low, long high, long reach) implements Timesteps {
  @Override
  public long at(int step, RandomStream random) {
    long shift = random.scalars().nextLong(-reach, reach + 1);
    return Math.max(low, Math.min(high, schedule.at(step, random) + shift));
  }
}
