package io.facesweep.settings;

import java.io.Serializable;
import java.util.List;

/**
 * A distribution that one number is drawn from at each step: {@code [0, 30, 60]} in a file is a
 * fixed set, each with equal probability; {@code { min = -45, max = 45 }} is uniform in a range.
 */
public sealed interface Sampling extends Serializable {
  /** Whole turn in millionths of a degree. */
  long TURN = 360_000_000;

  /** A fixed set, in the order given. */
  record Choices(List<Double> values) implements Sampling {
    public Choices {
      values = List.copyOf(values);
    }
  }

  /** Uniform in [min, max], both finite, min &lt;= max. */
  record Range(double min, double max) implements Sampling {}

  /** Whether it always gives one angle, whole turns left aside; a set without any does not. */
  default boolean isOneAngle() {
    if (this instanceof Range range) {
      return range.min() == range.max();
    }
    return ((Choices) this)
            .values().stream()
                .map(value -> Math.floorMod(Math.round(value * 1e6), TURN))
                .distinct()
                .count()
        == 1;
  }

  /** What a file may say, within bounds; to follow "expected". */
  static String expected(double min, double max) {
    return "a list of numbers, or { min = ..., max = ... } with min <= max, from %s to %s"
        .formatted(Decimals.text(min), Decimals.text(max));
  }
}
