package io.facesweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.metrics.Metric.Direction;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Interval;
import io.facesweep.tables.UnitKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepEffectsTest {
  private static final Factor DEPTH = new Factor("depth", List.of("false", "true"), "false");
  private static final Factor PRIOR = new Factor("prior", List.of("none", "canny", "unet"), "none");

  @Test
  void differencesAreBetweenTrialsThatAreEqualInAllElse() {
    // Two prompts; the second has two seeds, which count half each.
    TrialTable.Builder trials = new TrialTable.Builder(List.of(DEPTH), List.of("clip_score"));
    pair(trials, "p", 0, 1, 4);
    pair(trials, "q", 0, 10, 11);
    pair(trials, "q", 1, 20, 22);
    EffectRow row = only(SweepEffects.of(trials.build()));
    assertThat(row.estimate().difference()).isEqualTo((3 + (1 + 2) / 2.0) / 2);
    assertThat(row.estimate().baselineMean()).isEqualTo((1 + 15) / 2.0);
    assertThat(row.estimate().levelMean()).isEqualTo((4 + 16.5) / 2);
    assertThat(row.estimate().improvement()).isEqualTo(1);
    assertThat(row.sample().pairs()).isEqualTo(3);
    assertThat(row.sample().units()).isEqualTo(2);
    assertThat(row.sample().unit()).isEqualTo(UnitKind.PROMPT);
    assertThat(row.conclusion().verdict()).isEqualTo(EffectVerdict.TOO_FEW_PROMPTS);
    assertThat(row.conclusion().p()).isNaN();
    assertThat(row.conclusion().note()).isEqualTo("6 prompts are needed for one test");
    assertThat(row.estimate().interval().method()).isEqualTo(Interval.Method.T);
  }

  @Test
  void everyEffectHasTheUnitsThatItIsTheMeanOf() {
    TrialTable.Builder trials = new TrialTable.Builder(List.of(DEPTH), List.of("clip_score"));
    pair(trials, "p", 7, 1, 4);
    pair(trials, "gone", 7, Double.NaN, 4);
    pair(trials, "q", 7, 10, 11);
    pair(trials, "q", 8, 20, 22);
    assertThat(SweepEffects.withUnits(trials.build()).get(0).units())
        .containsExactly(new Effect.Unit("p", 3), new Effect.Unit("q", 1.5));
    TrialTable.Builder one = new TrialTable.Builder(List.of(DEPTH), List.of("clip_score"));
    pair(one, "q", 7, 10, 11);
    pair(one, "q", 8, 20, 22);
    assertThat(SweepEffects.withUnits(one.build()).get(0).units())
        .containsExactly(new Effect.Unit("seed 7", 1), new Effect.Unit("seed 8", 2));
  }

  @Test
  void aPairWithoutAValueIsLeftOutAndCounted() {
    TrialTable.Builder trials = new TrialTable.Builder(List.of(DEPTH), List.of("clip_score"));
    for (int i = 0; i < 6; i++) {
      pair(trials, "p" + i, 0, 1, 2 + i);
    }
    pair(trials, "r", 0, Double.NaN, 100);
    EffectRow row = only(SweepEffects.of(trials.build()));
    assertThat(row.sample().pairs()).isEqualTo(6);
    assertThat(row.sample().missing()).isEqualTo(1);
    assertThat(row.conclusion().p()).isEqualTo(2.0 / 64);
    assertThat(row.conclusion().verdict()).isEqualTo(EffectVerdict.BETTER);
    assertThat(row.conclusion().note())
        .isEqualTo(
            "1 of 7 pairs left out: a trial failed, did not run or lacks the metric; with the least"
                + " and greatest seen values in their place the effect is between 3.00 and 17.1");
  }

  @Test
  void lowerIsBetterWhereTheMetricSaysSo() {
    TrialTable.Builder trials =
        new TrialTable.Builder(List.of(DEPTH), List.of("lighting_variation"));
    for (int i = 0; i < 6; i++) {
      pair(trials, "p" + i, 0, 1, 2 + i);
    }
    EffectRow row = only(SweepEffects.of(trials.build()));
    assertThat(row.comparison().direction()).isEqualTo(Direction.LOWER_IS_BETTER);
    assertThat(row.conclusion().verdict()).isEqualTo(EffectVerdict.WORSE);
    assertThat(row.estimate().improvement()).isZero();
  }

  @Test
  void aMetricThatNobodyDefinedHasNoBetterEnd() {
    TrialTable.Builder trials = new TrialTable.Builder(List.of(DEPTH), List.of("novelty"));
    for (int i = 0; i < 6; i++) {
      pair(trials, "p" + i, 0, 1, 2 + i);
    }
    EffectRow row = only(SweepEffects.of(trials.build()));
    assertThat(row.comparison().direction()).isEqualTo(Direction.NEUTRAL);
    assertThat(row.conclusion().verdict()).isEqualTo(EffectVerdict.LARGER);
  }

  @Test
  void whatIsEqualInEveryPairIsUnchanged() {
    TrialTable.Builder trials = new TrialTable.Builder(List.of(DEPTH), List.of("clip_score"));
    for (int i = 0; i < 8; i++) {
      pair(trials, "p" + i, 0, i, i);
    }
    EffectRow row = only(SweepEffects.of(trials.build()));
    assertThat(row.conclusion().verdict()).isEqualTo(EffectVerdict.UNCHANGED);
    assertThat(row.estimate().difference()).isZero();
    assertThat(row.estimate().improvement()).isEqualTo(0.5);
    assertThat(row.conclusion().p()).isNaN();
    assertThat(row.estimate().interval().method()).isEqualTo(Interval.Method.NONE);
    assertThat(row.conclusion().note()).isEqualTo("the trials of every pair have the same value");
  }

  @Test
  void onePromptIsSaidToBeOneAndItsSeedsAreTheUnits() {
    TrialTable.Builder trials = new TrialTable.Builder(List.of(DEPTH), List.of("clip_score"));
    for (int seed = 0; seed < 6; seed++) {
      pair(trials, "p", seed, 1, 2 + seed);
    }
    EffectRow row = only(SweepEffects.of(trials.build()));
    assertThat(row.sample().unit()).isEqualTo(UnitKind.SEED);
    assertThat(row.sample().units()).isEqualTo(6);
    assertThat(row.conclusion().note()).isEqualTo("one prompt: holds for it only");
    TrialTable.Builder one = new TrialTable.Builder(List.of(DEPTH), List.of("clip_score"));
    pair(one, "p", 0, 1, 2);
    assertThat(only(SweepEffects.of(one.build())).conclusion().note())
        .isEqualTo(
            "one prompt and one seed: no interval, nothing can be concluded; 6 seeds are needed for"
                + " one test");
  }

  @Test
  void everyLevelIsComparedWithTheBaseline() {
    TrialTable.Builder trials =
        new TrialTable.Builder(List.of(PRIOR, DEPTH), List.of("clip_score"));
    for (String prior : PRIOR.levels()) {
      for (String depth : DEPTH.levels()) {
        // unet does nothing without depth control and 5 with it
        double value =
            prior.equals("canny") ? 2 : prior.equals("unet") && depth.equals("true") ? 5 : 0;
        for (int i = 0; i < 3; i++) {
          trials.add("p" + i, 0, new String[] {prior, depth}, new double[] {value + i});
        }
      }
    }
    List<EffectRow> rows = SweepEffects.of(trials.build());
    assertThat(rows)
        .extracting(SweepEffectsTest::words)
        .containsExactly(
            "main prior=canny 2.0",
            "main prior=unet 2.5",
            "main depth=true " + 5 / 3.0,
            "interaction prior=canny 0.0",
            "interaction prior=unet 5.0");
    assertThat(rows.get(4).comparison().other())
        .isEqualTo(new Comparison.Change("depth", "false", "true"));
    assertThat(rows.get(4).estimate().levelMean()).isEqualTo(5);
    assertThat(rows.get(4).estimate().baselineMean()).isZero();
    assertThat(rows.get(4).sample().pairs()).isEqualTo(3);
  }

  @Test
  void theSameTrialsGiveTheSameNumbers() {
    SimulatedTrials sweep = new SimulatedTrials(20, 2, 1, 1, 0.5);
    assertThat(SweepEffects.of(sweep.table(3))).isEqualTo(SweepEffects.of(sweep.table(3)));
  }

  @Test
  void intervalsCoverAKnownEffectAndNullsAreSeldomFlagged() {
    for (int prompts : new int[] {8, 16}) {
      int covered = 0;
      int flagged = 0;
      int interactionCovered = 0;
      for (int i = 0; i < 500; i++) {
        TrialTable known = new SimulatedTrials(prompts, 2, 0.5, 0.6, 0.4).table(i);
        List<EffectRow> rows = SweepEffects.of(known);
        EffectRow effect = row(rows, "a", "clip_score");
        covered += covers(effect, 0.7) ? 1 : 0; // 0.5 + half of 0.4
        EffectRow both = rows.get(rows.size() - 2);
        interactionCovered += covers(both, 0.4) ? 1 : 0;
        flagged += row(rows, "a", "lighting_variation").conclusion().p() <= 0.05 ? 1 : 0;
      }
      System.out.printf(
          "%d prompts, 500 repetitions: effect covered %.3f, interaction covered %.3f, null flagged"
              + " %.3f%n",
          prompts, covered / 500.0, interactionCovered / 500.0, flagged / 500.0);
      assertThat(covered / 500.0).as("covered, %d prompts", prompts).isBetween(0.92, 0.98);
      assertThat(interactionCovered / 500.0).isBetween(0.92, 0.98);
      assertThat(flagged / 500.0).as("flagged, %d prompts", prompts).isBetween(0.03, 0.07);
    }
  }

  @Test
  void aLevelThatTheFactorLacksIsComparedWithNothing() {
    TrialTable.Builder trials = new TrialTable.Builder(List.of(DEPTH), List.of("clip_score"));
    pair(trials, "p", 0, 1, 4);
    trials.add("p", 1, new String[] {"maybe"}, new double[] {9});
    EffectRow row = only(SweepEffects.of(trials.build()));
    assertThat(row.sample().pairs()).isEqualTo(1);
    assertThat(row.estimate().difference()).isEqualTo(3, within(0.0));
  }

  @Test
  void noTrialsMakeRowsThatSaySo() {
    TrialTable empty = new TrialTable.Builder(List.of(DEPTH), List.of("clip_score")).build();
    EffectRow row = only(SweepEffects.of(empty));
    assertThat(row.conclusion().verdict()).isEqualTo(EffectVerdict.NO_PAIRS);
    assertThat(row.estimate().difference()).isNaN();
    assertThat(SweepEffects.of(new TrialTable.Builder(List.of(), List.of("x")).build())).isEmpty();
  }

  @Test
  void rejectsABaselineThatIsNoLevel() {
    assertThatThrownBy(() -> new Factor("depth", List.of("a", "b"), "c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid baseline of depth: c (expected one of [a, b])");
  }

  private static void pair(
      TrialTable.Builder trials, String prompt, long seed, double off, double on) {
    trials.add(prompt, seed, new String[] {"false"}, new double[] {off});
    trials.add(prompt, seed, new String[] {"true"}, new double[] {on});
  }

  private static String words(EffectRow row) {
    Comparison asked = row.comparison();
    return "%s %s=%s %s"
        .formatted(
            asked.kind().text(),
            asked.change().factor(),
            asked.change().level(),
            row.estimate().difference());
  }

  private static boolean covers(EffectRow row, double truth) {
    Interval interval = row.estimate().interval();
    return interval.low() <= truth && truth <= interval.high();
  }

  private static EffectRow only(List<EffectRow> rows) {
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static EffectRow row(List<EffectRow> rows, String factor, String metric) {
    return rows.stream()
        .filter(r -> r.comparison().change().factor().equals(factor))
        .filter(r -> r.comparison().metric().equals(metric))
        .findFirst()
        .orElseThrow();
  }
}
