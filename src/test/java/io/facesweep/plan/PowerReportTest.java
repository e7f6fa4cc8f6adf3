package io.facesweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.settings.AnalysisSettings;
import io.facesweep.settings.Contrasts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PowerReportTest {
  private static final SweepPlan PLAN =
      Plans.plan(
          """
          sweep {
            prompts = [a, b, c, d, e, f, g], seeds = [0, 1]
            axes { view-dependent-prompts = [true, false], texture.steps = [300, 400, 500] }
          }
          """);
  private static final AnalysisSettings PLAIN = AnalysisSettings.DEFAULT;

  @Test
  void smallestDifferencesAreThoseOfStudentsT() {
    // (t.ppf(.975, 7) + t.ppf(.8, 7)) / sqrt(8) by SciPy 1.17.1: (2.36462425 + 0.89602964) /
    // 2.828427
    assertThat(PairedPower.smallest(2, 8, 0.05)).isEqualTo(2 * 1.1528, within(1e-3));
    assertThat(PairedPower.smallest(2, 7, 0.05 / 4)).isInfinite();
    assertThat(PairedPower.needed(0.05)).isEqualTo(6);
    assertThat(PairedPower.needed(0.05 / 4)).isEqualTo(8);
  }

  @Test
  void promptsAreTheFewestThatFindADifference() {
    int prompts = PairedPower.prompts(0.5, 1, 0.05);
    assertThat(PairedPower.smallest(1, prompts, 0.05)).isLessThanOrEqualTo(0.5);
    assertThat(PairedPower.smallest(1, prompts - 1, 0.05)).isGreaterThan(0.5);
    assertThat(PairedPower.prompts(100, 1, 0.05)).isEqualTo(6);
    assertThat(PairedPower.prompts(1e-9, 1, 0.05)).isEqualTo(1_000_000);
  }

  @Test
  void moreSeedsTakeAwayTheSeedsShareOfTheSpread() {
    RecordedSpread spread = new RecordedSpread("s", "clip_score", "depth", 2, 2, 2);
    // among prompts 4 - 4 / 2 = 2
    assertThat(spread.variance(2)).isEqualTo(4);
    assertThat(spread.variance(8)).isEqualTo(2.5);
    assertThat(new RecordedSpread("s", "m", "f", 2, Double.NaN, 1).variance(8)).isEqualTo(4);
  }

  @Test
  void withoutEarlierSweepsItSaysSo() {
    assertThat(PowerText.write(PowerReport.of(PLAN, PLAIN, List.of(), Map.of("clip_score", 0.5))))
        .isEqualTo(
            """
            Tests: 3 comparisons of each measure; none is named in analysis.confirmatory, so that all explore. A single test takes at least 6 prompts, and there are 7.
            No earlier sweep of this output has effects: how large a difference must be to be found is known after the first.
            A difference of 0.500 in clip_score: not known, since no earlier sweep of this output has compared it.
            """);
  }

  @Test
  void saysWhereHolmMakesSignificanceUnreachable() {
    AnalysisSettings asked =
        new AnalysisSettings(List.of("clip_score", "failed"), Contrasts.ALL, Map.of());
    PowerReport report = PowerReport.of(PLAN, asked, List.of(), Map.of());
    assertThat(report.comparisons()).isEqualTo(4);
    assertThat(report.deciding()).isEqualTo(8);
    assertThat(PowerText.write(report))
        .startsWith(
            "Tests: 4 comparisons, 8 tests at once of the measures that decide (Holm). They take at"
                + " least 9 prompts: with 7 nothing can be told from chance.");
  }

  /** The numbers are SciPy 1.17.1's: (t.ppf(1 - level / 2, n - 1) + t.ppf(.8, n - 1)) / sqrt(n). */
  @Test
  void tabulatesTheSmallestDifferenceByPrompts() {
    List<RecordedSpread> recorded =
        List.of(
            new RecordedSpread("one", "clip_score", "texture.steps", 2, 2, 2),
            new RecordedSpread("one", "clip_score", "elsewhere", 90, 2, 2),
            new RecordedSpread("two", "sharpness", "elsewhere", 1, Double.NaN, 1));
    AnalysisSettings asked =
        new AnalysisSettings(List.of("clip_score"), Contrasts.BASELINE, Map.of());
    assertThat(PowerText.write(PowerReport.of(PLAN, asked, recorded, Map.of("clip_score", 1.0))))
        .isEqualTo(
            """
            Tests: 3 comparisons, 3 tests at once of the measures that decide (Holm). They take at least 7 prompts, and there are 7.
            Smallest difference that is found in 4 of 5 runs, by prompts, with 2 seeds each; by 2 earlier sweeps:
            Measure     Spread    7*     8     12     16     24     40
            clip_score    2.00  3.17  2.85   2.13   1.78   1.40   1.06  decides
            sharpness     1.00  1.27  1.15  0.888  0.749  0.597  0.454
            * planned; - none: not even differences of one sign are told from chance
            A difference of 1.00 in clip_score takes 45 prompts with 2 seeds each.
            """);
  }

  @Test
  void aSweepThatComparesNothingHasNoPower() {
    assertThat(PowerText.write(PowerReport.of(Plans.plan(""), PLAIN, List.of(), Map.of())))
        .isEmpty();
  }
}
