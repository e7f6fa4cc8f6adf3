package io.facesweep.analysis;

import java.util.List;

/**
 * Something that a sweep varies.
 *
 * @param name axis key
 * @param levels in the order of the configuration
 * @param baseline the level that others are compared with
 */
public record Factor(String name, List<String> levels, String baseline) {
  /**
   * @throws IllegalArgumentException if the baseline is none of the levels
   */
  public Factor {
    levels = List.copyOf(levels);
    if (!levels.contains(baseline)) {
      throw new IllegalArgumentException(
          "Invalid baseline of %s: %s (expected one of %s)".formatted(name, baseline, levels));
    }
  }

  /** Number of the baseline among the levels. */
  int baselineIndex() {
    return levels.indexOf(baseline);
  }
}
