package io.facesweep.plan;

/**
 * How much a difference varied in an earlier sweep, by its table of effects.
 *
 * @param sweep its name
 * @param measure that was compared
 * @param factor axis key
 * @param units standard deviation of the prompts' differences
 * @param seeds standard deviation of the seeds' differences within a prompt; NaN where each prompt
 *     had one
 * @param perPrompt how many seeds a prompt had, on average
 */
public record RecordedSpread(
    String sweep, String measure, String factor, double units, double seeds, double perPrompt) {
  /** Returns the variance of a prompt's difference with so many seeds, as far as it is known. */
  double variance(int planned) {
    if (Double.isNaN(seeds)) {
      return units * units;
    }
    double among = Math.max(0, units * units - seeds * seeds / perPrompt);
    return among + seeds * seeds / planned;
  }
}
