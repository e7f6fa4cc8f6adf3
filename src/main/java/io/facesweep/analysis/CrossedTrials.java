package io.facesweep.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trials arranged in blocks, a prompt with a seed, by combinations of levels, where every two
 * factors are crossed evenly: then the factors' sums of squares are exact, and none takes from
 * another. All combinations are crossed so, and balanced fractions of them; stars are not.
 */
final class CrossedTrials {
  private final TrialTable table;
  private final List<int[]> combinations;
  private final int[][] trials;

  private CrossedTrials(TrialTable table, List<int[]> combinations, int[][] trials) {
    this.table = table;
    this.combinations = combinations;
    this.trials = trials;
  }

  /** Returns the arrangement; empty where factors are not crossed evenly, or nothing is varied. */
  static Optional<CrossedTrials> of(TrialTable table) {
    Map<List<Integer>, Integer> numbers = new LinkedHashMap<>();
    int[] combination = new int[table.size()];
    for (int trial = 0; trial < combination.length; trial++) {
      int number = trial;
      List<Integer> levels =
          IntStream.range(0, table.factors().size())
              .mapToObj(factor -> table.level(factor, number))
              .toList();
      combination[trial] = numbers.computeIfAbsent(levels, l -> numbers.size());
    }
    List<int[]> combinations = new ArrayList<>();
    numbers.keySet().forEach(l -> combinations.add(l.stream().mapToInt(i -> i).toArray()));
    if (combinations.size() < 2 || !isEven(table, combinations)) {
      return Optional.empty();
    }
    int[][] trials = new int[table.units()][combinations.size()];
    for (int[] block : trials) {
      Arrays.fill(block, -1);
    }
    for (int trial = 0; trial < combination.length; trial++) {
      trials[table.unit(trial)][combination[trial]] = trial;
    }
    return Optional.of(new CrossedTrials(table, combinations, trials));
  }

  /** Whether the levels of each two factors come together as often as chance would have it. */
  private static boolean isEven(TrialTable table, List<int[]> combinations) {
    for (int factor = 0; factor < table.factors().size(); factor++) {
      for (int other = factor + 1; other < table.factors().size(); other++) {
        int[][] together =
            new int[table.factors().get(factor).levels().size()]
                [table.factors().get(other).levels().size()];
        for (int[] levels : combinations) {
          if (levels[factor] < 0 || levels[other] < 0) {
            return false;
          }
          together[levels[factor]][levels[other]]++;
        }
        for (int[] row : together) {
          for (int level = 0; level < row.length; level++) {
            int column = level;
            int ofOther = Arrays.stream(together).mapToInt(r -> r[column]).sum();
            if (row[level] * combinations.size() != Arrays.stream(row).sum() * ofOther) {
              return false;
            }
          }
        }
      }
    }
    return true;
  }

  /** Whether there are all combinations of the levels, so that interactions are apart too. */
  boolean isWhole() {
    return combinations.size()
        == table.factors().stream()
            .mapToInt(factor -> factor.levels().size())
            .reduce(1, Math::multiplyExact);
  }

  int combinations() {
    return combinations.size();
  }

  /** Number of a factor's level in a combination. */
  int level(int combination, int factor) {
    return combinations.get(combination)[factor];
  }

  /** Number of the prompt of a block. */
  int prompt(int block) {
    return Arrays.stream(trials[block])
        .filter(t -> t >= 0)
        .map(table::prompt)
        .findFirst()
        .orElse(-1);
  }

  /**
   * Returns the values of a measure by block and combination; null for a block that lacks any.
   *
   * @param values one a trial; NaN for none
   */
  double[][] arranged(double[] values) {
    double[][] blocks = new double[trials.length][];
    for (int block = 0; block < blocks.length; block++) {
      double[] arranged =
          Arrays.stream(trials[block]).mapToDouble(t -> t < 0 ? Double.NaN : values[t]).toArray();
      if (Arrays.stream(arranged).allMatch(Double::isFinite)) {
        blocks[block] = arranged;
      }
    }
    return blocks;
  }
}
