package io.facesweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Reference values by SciPy 1.17.1, {@code f = lambda a, axis: np.mean(a, axis=axis)}:
 *
 * <pre>
 * stats.permutation_test((x,), f, permutation_type='samples', n_resamples=np.inf).pvalue
 *     x = [0.31,-0.12,0.45,0.08,0.27,0.51,-0.05,0.19]     0.046875
 *     x = [1.2,0.4,-0.3,0.9,0.7,1.1]                      0.0625
 * stats.trim_mean(np.arange(1., 12) ** 2, .25)            40.0
 * stats.trim_mean(z, .25), z of MeanIntervalTest          0.4
 * </pre>
 *
 * Holm's are worked by hand from his definition (1979): the k-th smallest of n times n - k + 1,
 * never less than one before.
 */
class PairedTestsTest {
  private static final double[] EIGHT = {0.31, -0.12, 0.45, 0.08, 0.27, 0.51, -0.05, 0.19};

  @Test
  void signFlipsAreThoseOfScipy() {
    assertThat(SignFlipTest.p(EIGHT, 1)).isEqualTo(0.046875);
    assertThat(SignFlipTest.p(new double[] {1.2, 0.4, -0.3, 0.9, 0.7, 1.1}, 1)).isEqualTo(0.0625);
  }

  @Test
  void sixDifferencesOfOneSignAreTheFewestThatCanBeTested() {
    double[] six = {1, 2, 3, 4, 5, 6};
    assertThat(SignFlipTest.p(six, 1)).isEqualTo(2.0 / 64);
    assertThat(SignFlipTest.p(Arrays.copyOf(six, 5), 1)).isNaN();
  }

  @Test
  void equalDifferencesTieInSpiteOfRounding() {
    double[] equal = new double[10];
    Arrays.fill(equal, 0.1);
    assertThat(SignFlipTest.p(equal, 1)).isEqualTo(2.0 / 1024);
    assertThat(SignFlipTest.p(new double[8], 1)).isEqualTo(1);
  }

  @Test
  void manyDifferencesAreSampledAndAgreeWithTheNormalLimit() {
    double[] values = IntStream.range(0, 400).mapToDouble(i -> 0.1 + Math.sin(i)).toArray();
    double p = SignFlipTest.p(values, 5);
    // z = sum / sqrt(sum of squares) = 2.85, so that p is about 0.0045
    assertThat(p).isBetween(0.002, 0.008);
    assertThat(SignFlipTest.p(values, 5)).isEqualTo(p);
    double[] far = IntStream.range(0, 400).mapToDouble(i -> 5 + Math.sin(i)).toArray();
    assertThat(SignFlipTest.p(far, 5)).isEqualTo(1.0 / 20_001);
  }

  @Test
  void holmIsThatOfItsDefinition() {
    double[] adjusted = Holm.adjust(new double[] {0.01, 0.04, 0.03, 0.005, 0.6});
    assertThat(adjusted)
        .containsExactly(new double[] {0.04, 0.09, 0.09, 0.025, 0.6}, within(1e-12));
  }

  @Test
  void holmDoesNotCountWhatWasNotTested() {
    double[] adjusted = Holm.adjust(new double[] {Double.NaN, 0.03, 0.9});
    assertThat(adjusted[0]).isNaN();
    assertThat(adjusted[1]).isEqualTo(0.06, within(1e-12));
    assertThat(adjusted[2]).isEqualTo(0.9);
  }

  @Test
  void benjaminiAndHochbergsAreThoseOfTheirDefinition() {
    double[] adjusted =
        BenjaminiHochberg.adjust(new double[] {0.01, Double.NaN, 0.04, 0.03, 0.005, 0.6});
    assertThat(adjusted)
        .containsExactly(new double[] {0.025, Double.NaN, 0.05, 0.05, 0.025, 0.6}, within(1e-12));
  }

  @Test
  void theFactorIsTheTestsForEachThatIsFlagged() {
    assertThat(BenjaminiHochberg.factor(new double[] {0.9, 0.5}, 2, 0.05)).isEqualTo(2);
    assertThat(BenjaminiHochberg.factor(new double[] {0.001, 0.001, 0.9, 0.8}, 4, 0.05))
        .isEqualTo(4 / 3.0);
    assertThat(BenjaminiHochberg.factor(new double[] {0.001}, 1, 0.05)).isEqualTo(1);
  }

  @Test
  void theSmallestPAndTheDifferencesNeededForItAgree() {
    assertThat(SignFlipTest.least(8)).isEqualTo(2.0 / 256);
    assertThat(SignFlipTest.needed(1, 0.05)).isEqualTo(6);
    assertThat(SignFlipTest.needed(3, 0.05)).isEqualTo(7);
    assertThat(SignFlipTest.needed(6, 0.05)).isEqualTo(8);
    assertThat(SignFlipTest.needed(12, 0.05)).isEqualTo(9);
    assertThat(SignFlipTest.needed(13, 0.05)).isEqualTo(10);
  }

  @Test
  void equivalenceIsTheLargerOfTwoOneSidedTests() {
    // all of 8 patterns but one have a smaller sum than 8 differences of one sign
    assertThat(SignFlipTest.equivalence(new double[8], 1, 1)).isEqualTo(1 / 256.0);
    assertThat(SignFlipTest.equivalence(EIGHT, 0.1, 1)).isGreaterThan(0.5);
    assertThat(SignFlipTest.equivalence(EIGHT, 1, 1)).isEqualTo(1 / 256.0);
    assertThat(SignFlipTest.equivalence(new double[5], 1, 1)).isNaN();
    double[] many = IntStream.range(0, 100).mapToDouble(Math::sin).toArray();
    assertThat(SignFlipTest.equivalence(many, 1, 1)).isLessThan(0.01);
    assertThat(SignFlipTest.equivalence(many, 0.001, 1)).isGreaterThan(0.3);
  }

  @Test
  void interquartileMeansAreThoseOfScipy() {
    double[] squares = IntStream.rangeClosed(1, 11).mapToDouble(i -> i * i).toArray();
    assertThat(InterquartileMean.of(squares)).isEqualTo(40);
    double[] z = {
      0.05, 0.07, 0.11, 0.13, 0.18, 0.22, 0.24, 0.31, 0.36, 0.44, 0.52, 0.61, 0.83, 1.07, 1.42,
      1.95, 2.7, 4.1, 0.02, 0.29
    };
    assertThat(InterquartileMean.of(z)).isEqualTo(0.4, within(1e-12));
    assertThat(InterquartileMean.of(new double[0])).isNaN();
  }

  @Test
  void nullEffectsAreFlaggedInOneOfTwentyCases() {
    SplittableRandom random = new SplittableRandom(7);
    int flagged = 0;
    for (int i = 0; i < 500; i++) {
      double[] values = new double[12];
      for (int j = 0; j < values.length; j++) {
        values[j] = Gaussian.draw(random);
      }
      flagged += SignFlipTest.p(values, i) <= 0.05 ? 1 : 0;
    }
    assertThat(flagged / 500.0).isBetween(0.03, 0.07);
  }
}
