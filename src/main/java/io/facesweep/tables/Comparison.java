package io.facesweep.tables;

import io.facesweep.metrics.Metric.Direction;
import org.jspecify.annotations.Nullable;

/**
 * A question about one metric: what a level of a factor does to it, against the factor's baseline;
 * or, as an interaction, how that changes with a level of a second factor.
 *
 * @param metric name of the {@link Measure}
 * @param direction which end of it is better
 * @param change of the factor
 * @param other change of the second factor of an interaction; else null
 */
public record Comparison(
    String metric, Direction direction, Change change, @Nullable Change other) {
  /**
   * Another level of a factor.
   *
   * @param factor axis key
   * @param baseline level that is compared with
   * @param level level that is compared
   */
  public record Change(String factor, String baseline, String level) {}

  /** Tells which kind it is. */
  public EffectKind kind() {
    return other == null ? EffectKind.MAIN : EffectKind.INTERACTION;
  }

  /** Tells whether it has a second factor. */
  public boolean isInteraction() {
    return other != null;
  }
}
