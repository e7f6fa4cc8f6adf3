package io.facesweep.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * A question: a level of a factor against its baseline; or, with a second factor, how much that
 * changes from the second's baseline to one of its levels.
 *
 * @param factor number of the factor
 * @param level number of its level
 * @param other number of the second factor; -1 for none
 * @param otherLevel number of its level; -1 for none
 */
record Contrast(int factor, int level, int other, int otherLevel) {
  /** Every level but the baseline of every factor. */
  static List<Contrast> main(List<Factor> factors) {
    List<Contrast> contrasts = new ArrayList<>();
    for (int factor = 0; factor < factors.size(); factor++) {
      for (int level : otherLevels(factors.get(factor))) {
        contrasts.add(new Contrast(factor, level, -1, -1));
      }
    }
    return contrasts;
  }

  /** Every two factors, every two levels but the baselines. */
  static List<Contrast> interactions(List<Factor> factors) {
    List<Contrast> contrasts = new ArrayList<>();
    for (int factor = 0; factor < factors.size(); factor++) {
      for (int other = factor + 1; other < factors.size(); other++) {
        for (int level : otherLevels(factors.get(factor))) {
          for (int otherLevel : otherLevels(factors.get(other))) {
            contrasts.add(new Contrast(factor, level, other, otherLevel));
          }
        }
      }
    }
    return contrasts;
  }

  private static List<Integer> otherLevels(Factor factor) {
    List<Integer> levels = new ArrayList<>();
    for (int level = 0; level < factor.levels().size(); level++) {
      if (level != factor.baselineIndex()) {
        levels.add(level);
      }
    }
    return levels;
  }

  boolean isInteraction() {
    return other >= 0;
  }
}
