package io.facesweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.tables.Interval;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A tail of 0 of n has Clopper and Pearson's bound in closed form: 1 - tail^(1 / n). */
class ExactIntervalTest {
  private static final double TAIL = 0.0125;

  @Test
  void noDifferencesDoNotShowThatThereIsNone() {
    Interval interval = ExactInterval.of(new double[8], 1, 0.95);
    double bound = 1 - Math.pow(TAIL, 1 / 8.0);
    assertThat(interval.low()).isEqualTo(-bound, within(1e-9));
    assertThat(interval.high()).isEqualTo(bound, within(1e-9));
    assertThat(interval.method()).isEqualTo(Interval.Method.EXACT);
  }

  @Test
  void twoGainsOfTwoSayLittle() {
    Interval interval = ExactInterval.of(new double[] {1, 1}, 1, 0.95);
    double least = Math.sqrt(TAIL);
    assertThat(interval.low()).isEqualTo(2 * least - 1, within(1e-9));
    assertThat(interval.high()).isEqualTo(1);
  }

  /**
   * By SciPy 1.17.1: stats.beta.ppf(.0125, 5, 8) = 0.12808339, stats.beta.ppf(.9875, 6, 7) =
   * 0.75573608, stats.beta.ppf(.0125, 1, 12) = 0.00104768, stats.beta.ppf(.9875, 2, 11) =
   * 0.42679152.
   */
  @Test
  void gainsAndLossesHaveClopperAndPearsonsBounds() {
    double[] units = {1, 1, 1, 1, 1, -1, 0, 0, 0, 0, 0, 0};
    Interval interval = ExactInterval.of(units, 1, 0.95);
    assertThat(interval.low()).isEqualTo(0.12808339 - 0.42679152, within(1e-7));
    assertThat(interval.high()).isEqualTo(0.75573608 - 0.00104768, within(1e-7));
  }

  @Test
  void sharesHaveABoundThatIsWiderThanThatOfWholeOnes() {
    double[] whole = {1, 1, 0, 0, 0, 0, 0, 0};
    double[] shares = {0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0};
    Interval narrow = ExactInterval.of(whole, 1, 0.95);
    Interval wide = ExactInterval.of(shares, 1, 0.95);
    assertThat(wide.low()).isLessThan(narrow.low());
    assertThat(wide.high()).isGreaterThan(narrow.high()).isLessThan(1);
  }

  @Test
  void differencesOfDifferencesReachTwiceAsFar() {
    Interval one = ExactInterval.of(new double[] {1, 0, 0, 0, 0, 0, 0, 0}, 1, 0.95);
    Interval two = ExactInterval.of(new double[] {2, 0, 0, 0, 0, 0, 0, 0}, 2, 0.95);
    assertThat(two.low()).isEqualTo(2 * one.low(), within(1e-9));
    assertThat(two.high()).isEqualTo(2 * one.high(), within(1e-9));
    assertThat(ExactInterval.of(new double[0], 1, 0.95)).isEqualTo(Interval.NONE);
  }

  @Test
  void equivalenceIsWhereTheIntervalJustFits() {
    double p = ExactInterval.equivalence(new double[40], 1, 0.2);
    Interval fits = ExactInterval.of(new double[40], 1, 1 - 2 * p);
    assertThat(fits.high()).isEqualTo(0.2, within(1e-4));
    assertThat(ExactInterval.equivalence(new double[8], 1, 0.2)).isGreaterThan(0.05);
    assertThat(ExactInterval.equivalence(new double[] {1, 1, 1}, 1, 0.1)).isEqualTo(1);
  }

  @Test
  void coversTheTruthOfGainsAndLosses() {
    SplittableRandom random = new SplittableRandom(5);
    int covered = 0;
    for (int i = 0; i < 500; i++) {
      double[] units =
          IntStream.range(0, 12)
              .mapToDouble(
                  u -> {
                    double draw = random.nextDouble();
                    return draw < 0.4 ? 1 : draw < 0.5 ? -1 : 0;
                  })
              .toArray();
      Interval interval = ExactInterval.of(units, 1, 0.95);
      covered += interval.low() <= 0.3 && 0.3 <= interval.high() ? 1 : 0;
    }
    assertThat(covered / 500.0).isGreaterThanOrEqualTo(0.95);
  }
}
