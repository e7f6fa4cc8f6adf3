package io.facesweep.settings;

import java.util.List;
import java.util.Map;

/**
 * An axis as designs see it.
 *
 * @param name of the key
 * @param levels as tables write them
 * @param baseline number of the level to compare with
 */
public record DesignAxis(String name, List<String> levels, int baseline) {
  public DesignAxis {
    levels = List.copyOf(levels);
  }

  /**
   * The axes of a sweep.
   *
   * @param baseline by key; the first level where it has none
   */
  public static List<DesignAxis> of(List<Axis> axes, Map<String, Level> baseline) {
    return axes.stream()
        .map(
            axis -> {
              Level level = baseline.get(axis.key());
              return new DesignAxis(
                  axis.key(),
                  axis.levels().stream().map(Level::text).toList(),
                  level == null ? 0 : Math.max(0, axis.levels().indexOf(level)));
            })
        .toList();
  }
}
