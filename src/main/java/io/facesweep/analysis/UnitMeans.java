package io.facesweep.analysis;

import java.util.Arrays;
import java.util.List;

/**
 * Averages values of pairs so that every prompt counts the same, and within it every seed: first
 * over the pairs of a prompt and seed, then over the seeds. With one prompt its seeds are what is
 * independent.
 */
final class UnitMeans {
  private final TrialTable table;
  private final List<int[]> pairs;
  private final boolean isOfSeeds;

  /**
   * @param pairs which trial stands for each: its first
   */
  UnitMeans(TrialTable table, List<int[]> pairs) {
    this.table = table;
    this.pairs = pairs;
    this.isOfSeeds =
        pairs.stream().mapToInt(pair -> table.prompt(pair[0])).distinct().limit(2).count() < 2;
  }

  /** Whether the units are the seeds of one prompt. */
  boolean isOfSeeds() {
    return isOfSeeds;
  }

  /**
   * The mean of each unit that has any pair, in the order in which the table names them.
   *
   * @param values one a pair
   */
  double[] of(double[] values) {
    double[] seedSums = new double[table.units()];
    int[] seedCounts = new int[table.units()];
    int[] promptOf = new int[table.units()];
    for (int i = 0; i < values.length; i++) {
      int trial = pairs.get(i)[0];
      int unit = table.unit(trial);
      seedSums[unit] += values[i];
      seedCounts[unit]++;
      promptOf[unit] = table.prompt(trial);
    }
    double[] sums = new double[isOfSeeds ? table.units() : table.prompts()];
    int[] counts = new int[sums.length];
    for (int unit = 0; unit < seedSums.length; unit++) {
      if (seedCounts[unit] > 0) {
        int place = isOfSeeds ? unit : promptOf[unit];
        sums[place] += seedSums[unit] / seedCounts[unit];
        counts[place]++;
      }
    }
    double[] means = new double[sums.length];
    int size = 0;
    for (int i = 0; i < sums.length; i++) {
      if (counts[i] > 0) {
        means[size++] = sums[i] / counts[i];
      }
    }
    return Arrays.copyOf(means, size);
  }

  /** What the units are called, in the order of {@link #of}. */
  List<String> names() {
    return pairs.stream()
        .mapToInt(pair -> isOfSeeds ? table.unit(pair[0]) : table.prompt(pair[0]))
        .distinct()
        .sorted()
        .mapToObj(place -> isOfSeeds ? table.seedName(place) : table.promptName(place))
        .toList();
  }

  /** The mean over the units. */
  double mean(double[] values) {
    return Arrays.stream(of(values)).average().orElse(Double.NaN);
  }
}
