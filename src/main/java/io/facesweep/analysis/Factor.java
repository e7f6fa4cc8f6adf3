package io.facesweep.analysis;

import io.facesweep.store.StoredSweep;
import io.facesweep.store.StoredTrial;
import java.util.ArrayList;
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

  /** Returns what a sweep varies, in the order of its configuration. */
  public static List<Factor> of(StoredSweep sweep) {
    List<Factor> factors = new ArrayList<>();
    sweep
        .factors()
        .forEach(
            (name, levels) ->
                factors.add(
                    new Factor(name, levels, sweep.baseline().getOrDefault(name, levels.get(0)))));
    return factors;
  }

  /** Returns the trial's level; {@code null} as a text if the plan has none. */
  public String level(StoredTrial trial) {
    return String.valueOf(trial.factors().get(name));
  }

  /** Number of the baseline among the levels. */
  int baselineIndex() {
    return levels.indexOf(baseline);
  }
}
