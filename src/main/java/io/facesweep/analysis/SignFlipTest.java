package io.facesweep.analysis;

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
    return differences.length <= EXACT
        ? exact(differences, bound)
        : sampled(differences, bound, new SplittableRandom(seed));
  }

  /** Walks through all patterns by a Gray code: each differs from the last in one sign. */
  private static double exact(double[] differences, double bound) {
    int n = differences.length;
    boolean[] isFlipped = new boolean[n];
    long patterns = 1L << (n - 1); // the other half are their mirror images
    double sum = 0;
    for (double difference : differences) {
      sum += difference;
    }
    long extreme = Math.abs(sum) >= bound ? 1 : 0;
    for (long i = 1; i < patterns; i++) {
      int place = Long.numberOfTrailingZeros(i);
      sum += (isFlipped[place] ? 2 : -2) * differences[place];
      isFlipped[place] = !isFlipped[place];
      extreme += Math.abs(sum) >= bound ? 1 : 0;
    }
    return (double) extreme / patterns;
  }

  private static double sampled(double[] differences, double bound, SplittableRandom random) {
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
      extreme += Math.abs(sum) >= bound ? 1 : 0;
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
