package io.facesweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.settings.AnalysisSettings;
import io.facesweep.settings.Contrasts;
import io.facesweep.settings.Design;
import io.facesweep.settings.DesignAxis;
import io.facesweep.tables.Correction;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Interval;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said of effects by what the configuration asks of them. */
class VerdictsTest {
  private static final Factor DEPTH = new Factor("depth", List.of("off", "on"), "off");
  private static final Factor PRIOR = new Factor("prior", List.of("none", "canny", "unet"), "none");

  /** A measure that nobody declared. */
  private static final String NOVELTY = "novelty";

  private record Trial(int prompt, String depth, String prior) {}

  @Test
  void holmCountsAllTestsOfTheMeasuresThatDecide() {
    TrialTable table = new SimulatedTrials(10, 2, 3, 0.1, 0).table(4);
    List<EffectRow> rows =
        rows(
            table,
            asking(List.of("clip_score", "lighting_variation"), Contrasts.BASELINE, Map.of()));
    EffectRow first = row(rows, "a", "on", "clip_score");
    assertThat(first.conclusion().p()).isEqualTo(2.0 / 1024);
    assertThat(first.conclusion().pAdjusted()).isEqualTo(4 * first.conclusion().p());
    assertThat(first.conclusion().correction()).isEqualTo(Correction.HOLM);
  }

  @Test
  void measuresThatDecideAreOneFamilyAndAllOthersAnother() {
    TrialTable table = new SimulatedTrials(10, 2, 3, 0.1, 0).table(4);
    List<EffectRow> rows =
        rows(table, asking(List.of("lighting_variation"), Contrasts.BASELINE, Map.of()));
    EffectRow first = row(rows, "a", "on", "clip_score");
    EffectRow second = row(rows, "b", "on", "clip_score");
    assertThat(first.conclusion().correction()).isEqualTo(Correction.BENJAMINI_HOCHBERG);
    // both are as small as can be: two tests, two flagged
    assertThat(first.conclusion().pAdjusted()).isEqualTo(first.conclusion().p());
    assertThat(second.conclusion().pAdjusted()).isEqualTo(2.0 / 1024);
    assertThat(row(rows, "a", "on", "lighting_variation").conclusion().correction())
        .isEqualTo(Correction.HOLM);
  }

  @Test
  void sixPromptsCannotDecideTwoTests() {
    TrialTable table = table(6, NOVELTY, trial -> trial.prior().equals("none") ? 0 : 5);
    List<EffectRow> rows = rows(table, asking(List.of(NOVELTY), Contrasts.BASELINE, Map.of()));
    EffectRow row = row(rows, "prior", "canny", NOVELTY);
    assertThat(row.conclusion().p()).isEqualTo(2.0 / 64);
    assertThat(row.conclusion().pAdjusted()).isEqualTo(4.0 / 64);
    assertThat(row.conclusion().verdict()).isEqualTo(EffectVerdict.TOO_FEW_PROMPTS);
    assertThat(row.conclusion().note())
        .isEqualTo(
            "all units have the same difference: no interval; 7 prompts are needed for 2 tests at"
                + " once");
    TrialTable more = table(7, NOVELTY, trial -> trial.prior().equals("none") ? 0 : 5);
    assertThat(
            row(
                    rows(more, asking(List.of(NOVELTY), Contrasts.BASELINE, Map.of())),
                    "prior",
                    "canny",
                    NOVELTY)
                .conclusion()
                .verdict())
        .isEqualTo(EffectVerdict.LARGER);
  }

  @Test
  void whatCouldHaveBeenFoundAndWasNotIsUnclear() {
    TrialTable table = table(8, NOVELTY, trial -> on(trial) * (trial.prompt() % 2 - 0.5));
    assertThat(row(rows(table, plain()), "depth", "on", NOVELTY).conclusion().verdict())
        .isEqualTo(EffectVerdict.UNCLEAR);
  }

  @Test
  void failureIsAnOutcomeWithAnExactInterval() {
    TrialTable table =
        table(8, "failed", trial -> trial.prompt() < 3 && trial.depth().equals("on") ? 1 : 0);
    EffectRow row = row(rows(table, plain()), "depth", "on", "failed");
    assertThat(row.estimate().difference()).isEqualTo(3 / 8.0);
    assertThat(row.estimate().interval().method()).isEqualTo(Interval.Method.EXACT);
    assertThat(row.estimate().interval().low()).isLessThan(0);
    assertThat(row.estimate().improvement()).isEqualTo((5 * 0.5) / 8);
    assertThat(row.conclusion().p()).isEqualTo(0.25);
  }

  @Test
  void whatFailedIsBoundedByTheWorstAndTheBest() {
    TrialTable table =
        table(
            8,
            NOVELTY,
            trial -> trial.prompt() == 0 && trial.depth().equals("on") ? Double.NaN : on(trial));
    EffectRow row = row(rows(table, plain()), "depth", "on", NOVELTY);
    assertThat(row.sample().missing()).isEqualTo(3);
    assertThat(row.estimate().difference()).isEqualTo(1);
    assertThat(row.conclusion().note())
        .contains(
            "3 of 24 pairs left out",
            "with the worst and best values in their place the effect is between 0.875 and 1.00");
  }

  @Test
  void costsHaveNoVerdictAndMemoryHasNoEffect() {
    TrialTable table = table(8, "texture_seconds", trial -> 3 + on(trial) + 0.1 * trial.prompt());
    EffectRow row = row(rows(table, plain()), "depth", "on", "texture_seconds");
    assertThat(row.conclusion().verdict()).isEqualTo(EffectVerdict.NO_VERDICT);
    assertThat(row.conclusion().p()).isNaN();
    assertThat(row.estimate().difference()).isEqualTo(1, within(1e-12));
    assertThat(rows(table(8, "peak_memory", trial -> on(trial)), plain())).isEmpty();
  }

  @Test
  void anyTwoLevelsAreComparedWhereTheConfigurationAsks() {
    TrialTable table = table(3, NOVELTY, trial -> PRIOR.levels().indexOf(trial.prior()));
    List<EffectRow> rows = rows(table, asking(List.of(), Contrasts.ALL, Map.of()));
    assertThat(rows.stream().filter(row -> !row.comparison().isInteraction()))
        .extracting(
            row ->
                "%s instead of %s: %s"
                    .formatted(
                        row.comparison().change().level(),
                        row.comparison().change().baseline(),
                        row.estimate().difference()))
        .containsExactly(
            "canny instead of none: 1.0",
            "unet instead of none: 2.0",
            "unet instead of canny: 1.0",
            "on instead of off: 0.0");
  }

  @Test
  void aDifferenceThatIsSmallerThanMattersIsSaidToBe() {
    TrialTable table = table(8, NOVELTY, trial -> on(trial) * 0.01 * (trial.prompt() - 3.4));
    AnalysisSettings asked = asking(List.of(NOVELTY), Contrasts.BASELINE, Map.of(NOVELTY, 0.1));
    EffectRow row = row(rows(table, asked), "depth", "on", NOVELTY);
    assertThat(row.conclusion().verdict()).isEqualTo(EffectVerdict.EQUIVALENT);
    assertThat(row.conclusion().equivalence().bound()).isEqualTo(0.1);
    assertThat(row.conclusion().equivalence().p()).isEqualTo(1 / 256.0);
    assertThat(row.conclusion().note()).isEqualTo("no difference larger than 0.1");
    AnalysisSettings strict = asking(List.of(NOVELTY), Contrasts.BASELINE, Map.of(NOVELTY, 0.001));
    assertThat(row(rows(table, strict), "depth", "on", NOVELTY).conclusion().verdict())
        .isEqualTo(EffectVerdict.UNCLEAR);
  }

  @Test
  void aDifferenceMayBeClearAndSmallerThanMatters() {
    TrialTable table = table(8, NOVELTY, trial -> on(trial) * (1 + 0.01 * trial.prompt()));
    AnalysisSettings asked = asking(List.of(NOVELTY), Contrasts.BASELINE, Map.of(NOVELTY, 2.0));
    EffectRow row = row(rows(table, asked), "depth", "on", NOVELTY);
    assertThat(row.conclusion().verdict()).isEqualTo(EffectVerdict.LARGER);
    assertThat(row.conclusion().note()).isEqualTo("no difference larger than 2");
  }

  @Test
  void anIntervalAndATestThatDisagreeAreSaidTo() {
    double[] skewed = {0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 9};
    TrialTable table = table(8, NOVELTY, trial -> on(trial) * skewed[trial.prompt()]);
    EffectRow row = row(rows(table, plain()), "depth", "on", NOVELTY);
    assertThat(row.conclusion().p()).isLessThan(0.05);
    assertThat(row.estimate().interval().low()).isLessThan(0);
    assertThat(row.conclusion().note())
        .contains("the interval and the p value disagree: the differences are few or skewed");
  }

  @Test
  void levelsThatAreNotThereAreNamed() {
    TrialTable.Builder trials = new TrialTable.Builder(List.of(DEPTH, PRIOR), List.of(NOVELTY));
    for (int prompt = 0; prompt < 3; prompt++) {
      for (String prior : List.of("none", "canny")) {
        for (String depth : DEPTH.levels()) {
          trials.add("p" + prompt, 0, new String[] {depth, prior}, new double[] {prompt});
        }
      }
      trials.add("p" + prompt, 0, new String[] {"on", "unet"}, new double[] {prompt});
    }
    List<EffectRow> rows = rows(trials.build(), plain());
    assertThat(row(rows, "depth", "on", NOVELTY).conclusion().note())
        .endsWith("measured with prior = none or canny");
    assertThat(row(rows, "prior", "unet", NOVELTY).conclusion().note())
        .endsWith("measured with depth = on");
  }

  @Test
  void aFractionHasTheEffectsOfItsFactorsAndSaysWhatTheyAreConfusedWith() {
    List<Factor> factors =
        Stream.of("a", "b", "c", "d").map(f -> new Factor(f, List.of("off", "on"), "off")).toList();
    List<DesignAxis> axes =
        factors.stream().map(f -> new DesignAxis(f.name(), f.levels(), 0)).toList();
    TrialTable.Builder trials = new TrialTable.Builder(factors, List.of(NOVELTY));
    for (int prompt = 0; prompt < 7; prompt++) {
      for (long run = 0; run < Design.FRACTIONAL.size(axes); run++) {
        int[] row = Design.FRACTIONAL.row(axes, run);
        double value = prompt + 2 * row[0] + 3 * row[1] - row[2] + 4 * row[2] * row[3];
        trials.add(
            "p" + prompt,
            0,
            IntStream.of(row)
                .mapToObj(level -> axes.get(0).levels().get(level))
                .toArray(String[]::new),
            new double[] {prompt == 6 && run == 3 ? Double.NaN : value});
      }
    }
    List<EffectRow> rows =
        SweepEffects.withUnits(trials.build(), Design.FRACTIONAL, plain()).stream()
            .map(Effect::row)
            .toList();
    EffectRow b = row(rows, "b", "on", NOVELTY);
    assertThat(b.estimate().difference()).isEqualTo(3, within(1e-12));
    assertThat(b.sample().pairs()).isEqualTo(6);
    assertThat(b.sample().missing()).isEqualTo(1);
    assertThat(row(rows, "c", "on", NOVELTY).estimate().difference())
        .isEqualTo(-1 + 4 / 2.0, within(1e-12));
    EffectRow both =
        rows.stream().filter(row -> row.comparison().isInteraction()).findFirst().orElseThrow();
    assertThat(both.estimate().difference()).isEqualTo(4, within(1e-12));
    assertThat(both.conclusion().note()).contains("not told apart from c x d");
  }

  @Test
  void oneFactorAtATimeHasNoInteractions() {
    TrialTable table = table(7, NOVELTY, trial -> on(trial) + 0.1 * trial.prompt());
    assertThat(SweepEffects.withUnits(table, Design.ONE_FACTOR, plain()))
        .hasSize(3)
        .noneMatch(effect -> effect.row().comparison().isInteraction());
  }

  private static double on(Trial trial) {
    return trial.depth().equals("on") ? 1 : 0;
  }

  private static TrialTable table(int prompts, String metric, ToDoubleFunction<Trial> value) {
    TrialTable.Builder trials = new TrialTable.Builder(List.of(PRIOR, DEPTH), List.of(metric));
    for (int prompt = 0; prompt < prompts; prompt++) {
      for (String prior : PRIOR.levels()) {
        for (String depth : DEPTH.levels()) {
          double number = value.applyAsDouble(new Trial(prompt, depth, prior));
          trials.add("p" + prompt, 0, new String[] {prior, depth}, new double[] {number});
        }
      }
    }
    return trials.build();
  }

  private static AnalysisSettings plain() {
    return AnalysisSettings.DEFAULT;
  }

  private static AnalysisSettings asking(
      List<String> confirmatory, Contrasts contrasts, Map<String, Double> equivalence) {
    return new AnalysisSettings(confirmatory, contrasts, equivalence);
  }

  private static List<EffectRow> rows(TrialTable table, AnalysisSettings asked) {
    return SweepEffects.withUnits(table, Design.FULL, asked).stream().map(Effect::row).toList();
  }

  private static EffectRow row(List<EffectRow> rows, String factor, String level, String metric) {
    return rows.stream()
        .filter(r -> r.comparison().change().factor().equals(factor))
        .filter(r -> r.comparison().change().level().equals(level))
        .filter(r -> r.comparison().metric().equals(metric))
        .findFirst()
        .orElseThrow();
  }
}
