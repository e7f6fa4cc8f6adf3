package io.facesweep.metrics;

/**
 * Something that is measured of every trial.
 *
 * @param name in tables, snake_case
 * @param unit of its values
 * @param range of its values
 * @param direction which end is better
 * @param definition in one or two sentences
 */
public record Metric(
    String name, String unit, String range, Direction direction, String definition) {
  /** Which end of a metric is better. */
  public enum Direction {
    HIGHER_IS_BETTER,
    LOWER_IS_BETTER,
    /** Neither as such: it describes. */
    NEUTRAL
  }
}
