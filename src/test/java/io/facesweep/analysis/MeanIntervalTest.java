package io.facesweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.tables.Interval;
import io.facesweep.tables.Interval.Method;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Reference values by SciPy 1.17.1; {@code x} and {@code z} are the arrays below.
 *
 * <pre>
 * stats.t.interval(0.95, len(x) - 1, loc=x.mean(), scale=stats.sem(x))
 *     (0.016782529958545983, 0.393217470041454)
 * stats.bootstrap((z,), np.mean, n_resamples=200000, method='BCa', random_state=0)
 *     low=0.4490, high=1.4320 (with random_state 1 and 2: 0.4485, 1.4255; 0.4485, 1.4290)
 * q = sqrt(20 / 19) * stats.t.ppf(.975, 19); tail = stats.norm.sf(q)
 *     0.015880829920347974
 * stats.bootstrap((z,), np.mean, n_resamples=400000, method='BCa', random_state=5,
 *                 confidence_level=1 - 2 * tail)
 *     low=0.4255, high=1.5070
 * </pre>
 */
class MeanIntervalTest {
  private static final double[] X = {0.31, -0.12, 0.45, 0.08, 0.27, 0.51, -0.05, 0.19};
  private static final double[] Z = {
    0.05, 0.07, 0.11, 0.13, 0.18, 0.22, 0.24, 0.31, 0.36, 0.44, 0.52, 0.61, 0.83, 1.07, 1.42, 1.95,
    2.7, 4.1, 0.02, 0.29
  };

  @Test
  void fewValuesHaveStudentsInterval() {
    Interval interval = MeanInterval.of(X, 0.95, 1);
    assertThat(interval.method()).isEqualTo(Method.T);
    assertThat(interval.low()).isEqualTo(0.016782529958545983, within(1e-12));
    assertThat(interval.high()).isEqualTo(0.393217470041454, within(1e-12));
  }

  @Test
  void bcaIsThatOfScipy() {
    Interval interval = MeanInterval.bca(Z, 0.025, new SplittableRandom(3));
    assertThat(interval.method()).isEqualTo(Method.BCA);
    assertThat(interval.low()).isEqualTo(0.4487, within(0.012));
    assertThat(interval.high()).isEqualTo(1.4288, within(0.03));
  }

  @Test
  void moreValuesHaveAnExpandedBcaInterval() {
    Interval interval = MeanInterval.of(Z, 0.95, 7);
    assertThat(interval.method()).isEqualTo(Method.BCA);
    assertThat(interval.low()).isEqualTo(0.4255, within(0.012));
    assertThat(interval.high()).isEqualTo(1.5070, within(0.035));
    assertThat(MeanInterval.of(Z, 0.95, 7)).isEqualTo(interval);
  }

  @Test
  void oneValueHasNoneAndEqualOnesHaveTheirValue() {
    assertThat(MeanInterval.of(new double[] {3}, 0.95, 1)).isEqualTo(Interval.NONE);
    double[] equal = new double[20];
    java.util.Arrays.fill(equal, 2);
    Interval interval = MeanInterval.of(equal, 0.95, 1);
    assertThat(interval).isEqualTo(new Interval(2, 2, Method.PERCENTILE));
  }

  /**
   * 500 repetitions have a standard error of 1 percent; exponential values are as skewed as effects
   * get.
   */
  @Test
  void coversTheTruthInNineteenOfTwentyCases() {
    assertThat(coverage(8, r -> gaussian(r))).isBetween(0.92, 0.98);
    assertThat(coverage(15, r -> gaussian(r))).isBetween(0.92, 0.98);
    assertThat(coverage(40, r -> gaussian(r))).isBetween(0.92, 0.98);
    assertThat(coverage(15, MeanIntervalTest::exponential)).isBetween(0.90, 0.98);
    assertThat(coverage(40, MeanIntervalTest::exponential)).isBetween(0.92, 0.98);
  }

  static double coverage(int n, ToDoubleFunction<SplittableRandom> draw) {
    SplittableRandom random = new SplittableRandom(20260101);
    int covered = 0;
    int repetitions = 500;
    for (int i = 0; i < repetitions; i++) {
      double[] values = new double[n];
      for (int j = 0; j < n; j++) {
        values[j] = draw.applyAsDouble(random);
      }
      Interval interval = MeanInterval.of(values, 0.95, i);
      covered += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
    }
    return (double) covered / repetitions;
  }

  static double gaussian(SplittableRandom random) {
    return 1 + Gaussian.draw(random);
  }

  static double exponential(SplittableRandom random) {
    return -Math.log(1 - random.nextDouble());
  }
}
