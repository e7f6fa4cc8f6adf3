package io.facesweep.metrics;

/**
 * Something that is measured of every trial.
 *
 * @param name in tables, snake_case
 * @param unit of its values
 * @param range of its values
 * @param direction which end is better
 * @param standing what its effects are for
 * @param definition in one or two sentences
 */
public record Metric(
    String name,
    String unit,
    String range,
    Direction direction,
    Standing standing,
    String definition) {
  /** A metric whose effects have verdicts. */
  public Metric(String name, String unit, String range, Direction direction, String definition) {
    this(name, unit, range, direction, Standing.JUDGED, definition);
  }

  /** Returns the metric with another better end. */
  public Metric directed(Direction other) {
    return new Metric(name, unit, range, other, standing, definition);
  }

  /** What the effects on a metric are for. */
  public enum Standing {
    /** They have verdicts. */
    JUDGED,
    /**
     * They are shown without a test or a verdict: costs, which hang on the batch, and what the
     * optimised model says of its own work.
     */
    SHOWN,
    /** There are none. */
    LEFT_OUT
  }

  /** Which end of a metric is better. */
  public enum Direction {
    HIGHER_IS_BETTER("higher"),
    LOWER_IS_BETTER("lower"),
    /** Neither as such: it describes. */
    NEUTRAL("neutral");

    private final String text;

    Direction(String text) {
      this.text = text;
    }

    /** Returns the name in the table of effects: {@code higher}, {@code lower}, {@code neutral}. */
    public String text() {
      return text;
    }
  }
}
