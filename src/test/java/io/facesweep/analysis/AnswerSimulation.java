package io.facesweep.analysis;

import io.facesweep.settings.AnalysisSettings;
import io.facesweep.settings.Contrasts;
import io.facesweep.settings.Design;
import io.facesweep.settings.DesignAxis;
import io.facesweep.settings.StopWhen;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How often the analysis is right about made-up sweeps whose truth is known: whether intervals hold
 * the true effect, and how often an effect is claimed that is not there. Prompts differ in level
 * and in how much a factor does to them; two seeds of a prompt in level.
 */
public final class AnswerSimulation {
  /** A measure of one number, without a better end. */
  private static final String MEASURE = "novelty";

  private static final List<String> LEVELS = List.of("off", "on");
  private static final int SEEDS = 2;

  private final int repetitions;

  /**
   * @param repetitions of each case
   */
  public AnswerSimulation(int repetitions) {
    this.repetitions = repetitions;
  }

  /**
   * A case and what came of it.
   *
   * @param question what is asked
   * @param truth of the made-up sweeps
   * @param prompts of each
   * @param covered share of intervals that hold the truth; NaN where that is not the question
   * @param claimed share of sweeps in which the effect, or that there is none, is claimed
   * @param isFalse whether a claim is wrong
   */
  public record Outcome(
      String question,
      String truth,
      int prompts,
      double covered,
      double claimed,
      boolean isFalse) {}

  /** What a trial's value is drawn by. */
  private interface Value {
    /**
     * @param level of the prompt and the seed, standard normal or so
     * @param own what the factor does to this prompt, standard normal
     * @param on which factors are on
     */
    double of(double level, double own, int[] on, SplittableRandom random);
  }

  /** Runs every case. */
  public List<Outcome> all() {
    List<Outcome> outcomes = new ArrayList<>();
    for (int prompts : new int[] {8, 16, 40}) {
      outcomes.add(paired(prompts, 0.5));
      outcomes.add(paired(prompts, 0));
    }
    for (int prompts : new int[] {8, 16}) {
      outcomes.add(interaction(prompts, 0.8));
      outcomes.add(interaction(prompts, 0));
      outcomes.add(skewed(prompts));
      outcomes.add(fraction(prompts, 0.5));
      outcomes.add(fraction(prompts, 0));
      outcomes.add(binary(prompts, 0.3));
      outcomes.add(binary(prompts, 0));
      outcomes.add(rare(prompts));
      outcomes.add(equivalence(prompts, 0));
      outcomes.add(equivalence(prompts, 1));
      outcomes.add(binaryEquivalence(prompts));
      outcomes.add(family(prompts, List.of()));
      outcomes.add(family(prompts, List.of("m0", "m1", "m2")));
    }
    outcomes.add(binaryEquivalence(40));
    for (int prompts : new int[] {16, 24, 40}) {
      outcomes.add(sequential(prompts, 0.8));
      outcomes.add(sequential(prompts, 0));
    }
    return outcomes;
  }

  Outcome paired(int prompts, double effect) {
    return single(
        "paired effect",
        prompts,
        effect,
        1,
        (level, own, on, random) ->
            level + on[0] * (effect + 0.6 * own) + 0.5 * Gaussian.draw(random));
  }

  Outcome skewed(int prompts) {
    return single(
        "paired effect, skewed",
        prompts,
        0,
        1,
        (level, own, on, random) ->
            level + on[0] * (Math.exp(own) - Math.exp(0.5)) + 0.2 * Gaussian.draw(random));
  }

  Outcome binary(int prompts, double effect) {
    return single(
        "binary, one pair a prompt",
        prompts,
        effect,
        1,
        (level, own, on, random) -> random.nextDouble() < 0.3 + effect * on[0] ? 1 : 0);
  }

  Outcome rare(int prompts) {
    return single(
        "binary, rare",
        prompts,
        0.05,
        1,
        (level, own, on, random) -> random.nextDouble() < 0.05 * on[0] ? 1 : 0);
  }

  Outcome interaction(int prompts, double effect) {
    int covered = 0;
    int claimed = 0;
    for (int i = 0; i < repetitions; i++) {
      TrialTable table =
          table(
              i,
              prompts,
              SEEDS,
              crossed(2),
              (level, own, on, random) ->
                  level
                      + on[0] * (0.5 + 0.6 * own)
                      + on[0] * on[1] * effect
                      + 0.5 * Gaussian.draw(random));
      EffectRow row =
          SweepEffects.of(table).stream()
              .filter(r -> r.comparison().isInteraction())
              .findFirst()
              .orElseThrow();
      covered += holds(row, effect) ? 1 : 0;
      claimed += row.conclusion().p() <= 0.05 ? 1 : 0;
    }
    return outcome("interaction", "" + effect, prompts, covered, claimed, effect == 0);
  }

  Outcome fraction(int prompts, double effect) {
    List<DesignAxis> axes =
        Stream.of("a", "b", "c", "d").map(name -> new DesignAxis(name, LEVELS, 0)).toList();
    List<int[]> runs = new ArrayList<>();
    for (long i = 0; i < Design.FRACTIONAL.size(axes); i++) {
      runs.add(Design.FRACTIONAL.row(axes, i));
    }
    int covered = 0;
    int claimed = 0;
    for (int i = 0; i < repetitions; i++) {
      TrialTable table =
          table(
              i,
              prompts,
              1,
              runs,
              (level, own, on, random) ->
                  level
                      + on[0] * (effect + 0.6 * own)
                      + 0.7 * on[1]
                      + 0.4 * on[2] * on[3]
                      + 0.5 * Gaussian.draw(random));
      EffectRow row =
          SweepEffects.withUnits(table, Design.FRACTIONAL, AnalysisSettings.DEFAULT).get(0).row();
      covered += holds(row, effect) ? 1 : 0;
      claimed += row.conclusion().p() <= 0.05 ? 1 : 0;
    }
    return outcome("half of 4 factors", "" + effect, prompts, covered, claimed, effect == 0);
  }

  /**
   * @param effect 1 for a true difference that is as large as the bound, 0 for none
   */
  Outcome equivalence(int prompts, double effect) {
    double bound = 0.8;
    return claims(
        "equivalence within " + bound,
        effect == 0 ? "no difference" : "a difference of " + bound,
        prompts,
        asking(List.of(), Map.of(MEASURE, bound)),
        (level, own, on, random) ->
            level + on[0] * (effect * bound + 0.6 * own) + 0.5 * Gaussian.draw(random),
        row -> row.conclusion().equivalence().p() <= 0.05,
        effect != 0);
  }

  Outcome binaryEquivalence(int prompts) {
    return claims(
        "binary equivalence within 0.2",
        "a difference of 0.2",
        prompts,
        asking(List.of(), Map.of(MEASURE, 0.2)),
        (level, own, on, random) -> random.nextDouble() < 0.2 * on[0] ? 1 : 0,
        row -> row.conclusion().equivalence().p() <= 0.05,
        true);
  }

  /** Whether anything is claimed of three measures and two factors that do nothing. */
  Outcome family(int prompts, List<String> confirmatory) {
    int claimed = 0;
    AnalysisSettings asked = asking(confirmatory, Map.of());
    List<Factor> factors = factors(2);
    for (int i = 0; i < repetitions; i++) {
      SplittableRandom random = new SplittableRandom(i);
      TrialTable.Builder trials = new TrialTable.Builder(factors, List.of("m0", "m1", "m2"));
      for (int prompt = 0; prompt < prompts; prompt++) {
        double level = Gaussian.draw(random);
        for (int[] on : crossed(2)) {
          double[] values =
              IntStream.range(0, 3).mapToDouble(m -> level + Gaussian.draw(random)).toArray();
          trials.add("prompt " + prompt, 0, levels(on), values);
        }
      }
      boolean isAny =
          SweepEffects.withUnits(trials.build(), Design.FULL, asked).stream()
              .map(Effect::row)
              .filter(row -> !row.comparison().isInteraction())
              .anyMatch(AnswerSimulation::isClaimed);
      claimed += isAny ? 1 : 0;
    }
    return outcome(
        confirmatory.isEmpty() ? "any of 6 tests (Benjamini-Hochberg)" : "any of 6 tests (Holm)",
        "0",
        prompts,
        -1,
        claimed,
        true);
  }

  /** Looks at half, three quarters and all of the prompts, and ends at the first claim. */
  Outcome sequential(int prompts, double effect) {
    AnalysisSettings asked = asking(List.of(MEASURE), Map.of());
    List<Integer> looks = StopWhen.DECIDED.looks(prompts);
    int claimed = 0;
    double used = 0;
    for (int i = 0; i < repetitions; i++) {
      for (int look : looks) {
        TrialTable table =
            table(
                i,
                look,
                SEEDS,
                crossed(1),
                (level, own, on, random) ->
                    level + on[0] * (effect + 0.6 * own) + 0.5 * Gaussian.draw(random));
        EffectRow row =
            SweepEffects.withUnits(table, Design.FULL, asked, Look.at(looks, look)).get(0).row();
        if (isClaimed(row) || look == prompts) {
          claimed += isClaimed(row) ? 1 : 0;
          used += look;
          break;
        }
      }
    }
    String question =
        "three looks; prompts used: %s"
            .formatted(String.format(Locale.ROOT, "%.1f", used / repetitions));
    return outcome(question, "" + effect, prompts, -1, claimed, effect == 0);
  }

  private static boolean isClaimed(EffectRow row) {
    EffectVerdict verdict = row.conclusion().verdict();
    return verdict == EffectVerdict.LARGER || verdict == EffectVerdict.SMALLER;
  }

  private Outcome single(String question, int prompts, double effect, int factors, Value value) {
    int covered = 0;
    int claimed = 0;
    int seeds = question.startsWith("binary") ? 1 : SEEDS;
    for (int i = 0; i < repetitions; i++) {
      EffectRow row = SweepEffects.of(table(i, prompts, seeds, crossed(factors), value)).get(0);
      covered += holds(row, effect) ? 1 : 0;
      claimed += row.conclusion().p() <= 0.05 ? 1 : 0;
    }
    return outcome(question, "" + effect, prompts, covered, claimed, effect == 0);
  }

  private Outcome claims(
      String question,
      String truth,
      int prompts,
      AnalysisSettings asked,
      Value value,
      Predicate<EffectRow> claim,
      boolean isFalse) {
    int claimed = 0;
    for (int i = 0; i < repetitions; i++) {
      int seeds = question.startsWith("binary") ? 1 : SEEDS;
      TrialTable table = table(i, prompts, seeds, crossed(1), value);
      EffectRow row = SweepEffects.withUnits(table, Design.FULL, asked).get(0).row();
      claimed += claim.test(row) ? 1 : 0;
    }
    return outcome(question, truth, prompts, -1, claimed, isFalse);
  }

  private Outcome outcome(
      String question, String truth, int prompts, int covered, int claimed, boolean isFalse) {
    return new Outcome(
        question,
        truth,
        prompts,
        covered < 0 ? Double.NaN : (double) covered / repetitions,
        (double) claimed / repetitions,
        isFalse);
  }

  /** A pair in which nothing differs has no interval; what it then says is not wrong. */
  private static boolean holds(EffectRow row, double truth) {
    Interval interval = row.estimate().interval();
    return !interval.exists() || (interval.low() <= truth && truth <= interval.high());
  }

  private static AnalysisSettings asking(List<String> confirmatory, Map<String, Double> bounds) {
    return new AnalysisSettings(confirmatory, Contrasts.BASELINE, bounds);
  }

  private static List<int[]> crossed(int factors) {
    return IntStream.range(0, 1 << factors)
        .mapToObj(i -> IntStream.range(0, factors).map(f -> i >> f & 1).toArray())
        .toList();
  }

  private static List<Factor> factors(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Factor("" + (char) ('a' + i), LEVELS, "off"))
        .toList();
  }

  private static String[] levels(int[] on) {
    return IntStream.of(on).mapToObj(LEVELS::get).toArray(String[]::new);
  }

  private static TrialTable table(
      long seed, int prompts, int seeds, List<int[]> runs, Value value) {
    SplittableRandom random = new SplittableRandom(20_261_127 + seed);
    TrialTable.Builder trials =
        new TrialTable.Builder(factors(runs.get(0).length), List.of(MEASURE));
    for (int prompt = 0; prompt < prompts; prompt++) {
      double level = 3 * Gaussian.draw(random);
      double own = Gaussian.draw(random);
      for (int s = 0; s < seeds; s++) {
        double luck = level + Gaussian.draw(random);
        for (int[] on : runs) {
          double[] values = {value.of(luck, own, on, random)};
          trials.add("prompt " + prompt, s, levels(on), values);
        }
      }
    }
    return trials.build();
  }
}
