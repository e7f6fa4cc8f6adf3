package io.facesweep.analysis;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The paired permutation test of a mean difference: were there no effect, each independent
 * difference might as well have come out with the other sign. Two-sided.
 *
 * <p>All sign patterns are tried up to {@value #EXACT} differences; above, random ones, with the
 * observed one counted among them so that p is never 0 (Phipson and Smyth 2010).
 */
final class SignFlipTest {
  /**
   * The test needs so many: with fewer no pattern of signs can be rarer than 5 percent: 2 / 2^5 =
   * 0.0625.
   */
  static final int MIN_VALUES = 6;

  private static final int EXACT = 18;
  private static final int DRAWS = 20_000;
  private static final int MIN_DRAWS = 2_000;
  private static final long WORK = 20_000_000;
  private static final int GROUP = 8;
  private static final double TIES = 1e-10;

  private SignFlipTest() {}

  /** How much a sum under a pattern of signs counts. */
  private interface Count {
    int of(double sum);
  }

  /**
   * The p value; NaN with fewer than {@value #MIN_VALUES} differences.
   *
   * @param differences independent of each other
   * @param seed of the random patterns
   */
  static double p(double[] differences, long seed) {
    if (differences.length < MIN_VALUES) {
      return Double.NaN;
    }
    double observed = 0;
    double size = 0;
    for (double difference : differences) {
      observed += difference;
      size += Math.abs(difference);
    }
    double bound = Math.abs(observed) - TIES * size;
    Count count = sum -> Math.abs(sum) >= bound ? 1 : 0;
    return differences.length <= EXACT
        ? share(differences, count)
        : sampled(differences, new SplittableRandom(seed), count);
  }

  /** The smallest p value that so many differences can have, were all patterns tried. */
  static double least(int values) {
    return Math.scalb(2.0, -values);
  }

  /**
   * How many differences it takes so that the smallest p value, times a factor, is an alarm.
   *
   * @param factor by which p values are multiplied, from 1
   * @param alarm e.g. 0.05
   */
  static int needed(double factor, double alarm) {
    int values = MIN_VALUES;
    while (factor * least(values) > alarm) {
      values++;
    }
    return values;
  }

  /**
   * The p value of two one-sided tests of whether the mean difference lies within a bound: the
   * larger of both (Schuirmann 1987), each by flips of signs about its end of the bound. NaN with
   * fewer than {@value #MIN_VALUES} differences.
   *
   * @param bound above 0
   * @param seed of the random patterns
   */
  static double equivalence(double[] differences, double bound, long seed) {
    if (differences.length < MIN_VALUES) {
      return Double.NaN;
    }
    double[] above = Arrays.stream(differences).map(d -> bound + d).toArray();
    double[] below = Arrays.stream(differences).map(d -> bound - d).toArray();
    return Math.max(upper(above, seed), upper(below, seed));
  }

  /** The one-sided p value against differences that are symmetric about 0 or less. */
  private static double upper(double[] differences, long seed) {
    double observed = Arrays.stream(differences).sum();
    double bound = observed - TIES * Arrays.stream(differences).map(Math::abs).sum();
    return differences.length <= EXACT
        ? share(differences, sum -> (sum >= bound ? 1 : 0) + (-sum >= bound ? 1 : 0)) / 2
        : sampled(differences, new SplittableRandom(seed), sum -> sum >= bound ? 1 : 0);
  }

  /**
   * Adds up what each pattern counts, and divides by half the number of patterns. Walks through one
   * half of them, of which the other is the mirror image, by a Gray code: each differs from the
   * last in one sign.
   */
  private static double share(double[] differences, Count count) {
    int n = differences.length;
    boolean[] isFlipped = new boolean[n];
    long patterns = 1L << (n - 1);
    double sum = 0;
    for (double difference : differences) {
      sum += difference;
    }
    long extreme = count.of(sum);
    for (long i = 1; i < patterns; i++) {
      int place = Long.numberOfTrailingZeros(i);
      sum += (isFlipped[place] ? 2 : -2) * differences[place];
      isFlipped[place] = !isFlipped[place];
      extreme += count.of(sum);
    }
    return (double) extreme / patterns;
  }

  private static double sampled(double[] differences, SplittableRandom random, Count count) {
    int draws = (int) Math.max(MIN_DRAWS, Math.min(DRAWS, WORK / differences.length));
    double[] groups = groupSums(differences);
    int extreme = 1;
    for (int draw = 0; draw < draws; draw++) {
      double sum = 0;
      long bits = 0;
      for (int start = 0, i = 0; start < groups.length; start += 1 << GROUP, i++) {
        bits = i % (Long.SIZE / GROUP) == 0 ? random.nextLong() : bits >>> GROUP;
        sum += groups[start + (int) (bits & (1 << GROUP) - 1)];
      }
      extreme += count.of(sum);
    }
    return (double) extreme / (draws + 1);
  }

  /**
   * Returns, for each eight differences in turn, their sum under each of the 256 patterns of signs.
   */
  private static double[] groupSums(double[] differences) {
    double[] sums = new double[(differences.length + GROUP - 1) / GROUP << GROUP];
    for (int i = 0; i < differences.length; i++) {
      int start = i / GROUP << GROUP;
      for (int pattern = 0; pattern < 1 << GROUP; pattern++) {
        boolean isFlipped = (pattern >> i % GROUP & 1) == 1;
        sums[start + pattern] += isFlipped ? -differences[i] : differences[i];
      }
    }
    return sums;
  }
}
