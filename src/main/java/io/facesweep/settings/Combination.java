package io.facesweep.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One level of each axis.
 *
 * @param axes of the sweep, in its order
 * @param levels one for each axis
 */
public record Combination(List<Axis> axes, List<Level> levels) {

  /** The levels' texts by axis key, in the order of the axes. */
  public Map<String, String> factors() {
    Map<String, String> factors = new LinkedHashMap<>();
    for (int i = 0; i < axes.size(); i++) {
      factors.put(axes.get(i).key(), levels.get(i).text());
    }
    return Collections.unmodifiableMap(factors);
  }

  /** The levels' values by axis key. */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < axes.size(); i++) {
      values.put(axes.get(i).key(), levels.get(i).value());
    }
    return values;
  }

  public boolean has(Map<String, Level> some) {
    for (int i = 0; i < axes.size(); i++) {
      Level wanted = some.get(axes.get(i).key());
      if (wanted != null && !wanted.equals(levels.get(i))) {
        return false;
      }
    }
    return true;
  }
}
