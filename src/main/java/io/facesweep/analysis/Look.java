package io.facesweep.analysis;

import static io.facesweep.analysis.EffectNotes.ALARM;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How p values are corrected at one of several looks at a sweep. */
final class Look {
  /** The one look at a sweep that runs to its end. */
  static final Look ONLY = new Look(List.of(), 0);

  private final List<Integer> looks;
  private final int number;
  private final Map<Integer, Double> known = new HashMap<>();

  private Look(List<Integer> looks, int number) {
    this.looks = looks;
    this.number = number;
  }

  /**
   * The look that so many prompts are enough for; with fewer than the first takes, the first, which
   * is the strictest.
   *
   * @param looks after how many prompts there is one, rising; the only one where there are none
   * @param prompts that have run whole
   */
  static Look at(List<Integer> looks, int prompts) {
    int number = 0;
    while (number + 1 < looks.size() && looks.get(number + 1) <= prompts) {
      number++;
    }
    return looks.size() < 2 ? ONLY : new Look(looks, number);
  }

  /**
   * What the smallest of so many p values is multiplied by, so that those of at most 0.05 then keep
   * the error of all tests and looks together at 0.05.
   */
  double factor(int tests) {
    if (looks.isEmpty()) {
      return tests;
    }
    return known.computeIfAbsent(
        tests,
        m -> {
          double all = looks.get(looks.size() - 1);
          double[] fractions = looks.stream().mapToDouble(prompts -> prompts / all).toArray();
          return ALARM / GroupSequential.levels(fractions, ALARM / m)[number];
        });
  }
}
