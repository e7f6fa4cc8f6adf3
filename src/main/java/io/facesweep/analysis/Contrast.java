package io.facesweep.analysis;

import io.facesweep.settings.Contrasts;
import java.util.ArrayList;
import java.util.List;

/**
 * A question: a level of a factor against another; or, with a second factor, how much that changes
 * between two levels of the second.
 *
 * @param factor number of the factor
 * @param from number of the level that is compared with
 * @param level number of the level
 * @param other number of the second factor; -1 for none
 * @param otherFrom number of its level that is compared with; -1 for none
 * @param otherLevel number of its level; -1 for none
 */
record Contrast(int factor, int from, int level, int other, int otherFrom, int otherLevel) {
  private static Contrast main(int factor, int from, int level) {
    return new Contrast(factor, from, level, -1, -1, -1);
  }

  /** Every level of every factor but the baseline with it; then, if asked, the others' pairs. */
  static List<Contrast> main(List<Factor> factors, Contrasts asked) {
    List<Contrast> contrasts = new ArrayList<>();
    for (int factor = 0; factor < factors.size(); factor++) {
      int baseline = factors.get(factor).baselineIndex();
      List<Integer> others = otherLevels(factors.get(factor));
      for (int level : others) {
        contrasts.add(main(factor, baseline, level));
      }
      for (int i = 0; asked == Contrasts.ALL && i < others.size(); i++) {
        for (int level : others.subList(i + 1, others.size())) {
          contrasts.add(main(factor, others.get(i), level));
        }
      }
    }
    return contrasts;
  }

  /** Every two factors, every two levels but the baselines. */
  static List<Contrast> interactions(List<Factor> factors) {
    List<Contrast> contrasts = new ArrayList<>();
    for (int factor = 0; factor < factors.size(); factor++) {
      int from = factors.get(factor).baselineIndex();
      for (int other = factor + 1; other < factors.size(); other++) {
        int otherFrom = factors.get(other).baselineIndex();
        for (int level : otherLevels(factors.get(factor))) {
          for (int otherLevel : otherLevels(factors.get(other))) {
            contrasts.add(new Contrast(factor, from, level, other, otherFrom, otherLevel));
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

  /** Tells whether the question is about this factor. */
  boolean isAbout(int number) {
    return number == factor || number == other;
  }
}
