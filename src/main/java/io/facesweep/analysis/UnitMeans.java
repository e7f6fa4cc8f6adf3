package io.facesweep.analysis;

import io.facesweep.tables.Sample;
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
    return ofSeeds(values).units();
  }

  /**
   * The means of the seeds, added up by unit.
   *
   * @param sums of the seeds' means
   * @param squares of the seeds' means
   * @param counts of the seeds
   */
  private record Seeds(double[] sums, double[] squares, int[] counts) {
    double[] units() {
      double[] means = new double[sums.length];
      int size = 0;
      for (int i = 0; i < sums.length; i++) {
        if (counts[i] > 0) {
          means[size++] = sums[i] / counts[i];
        }
      }
      return Arrays.copyOf(means, size);
    }
  }

  private Seeds ofSeeds(double[] values) {
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
    int places = isOfSeeds ? table.units() : table.prompts();
    Seeds seeds = new Seeds(new double[places], new double[places], new int[places]);
    for (int unit = 0; unit < seedSums.length; unit++) {
      if (seedCounts[unit] > 0) {
        int place = isOfSeeds ? unit : promptOf[unit];
        double mean = seedSums[unit] / seedCounts[unit];
        seeds.sums[place] += mean;
        seeds.squares[place] += mean * mean;
        seeds.counts[place]++;
      }
    }
    return seeds;
  }

  /** How much the units vary, and the seeds within them. */
  Sample.Spread spread(double[] values) {
    Seeds seeds = ofSeeds(values);
    double[] units = seeds.units();
    double within = 0;
    int free = 0;
    int all = 0;
    for (int i = 0; i < seeds.counts.length; i++) {
      int count = seeds.counts[i];
      all += count;
      if (count > 1) {
        within += Math.max(0, seeds.squares[i] - seeds.sums[i] * seeds.sums[i] / count);
        free += count - 1;
      }
    }
    double mean = Arrays.stream(units).average().orElse(Double.NaN);
    double among = Arrays.stream(units).map(unit -> (unit - mean) * (unit - mean)).sum();
    return new Sample.Spread(
        units.length > 1 ? Math.sqrt(among / (units.length - 1)) : Double.NaN,
        free > 0 ? Math.sqrt(within / free) : Double.NaN,
        units.length > 0 ? (double) all / units.length : Double.NaN);
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
