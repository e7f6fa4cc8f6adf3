package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Estimate;
import io.facesweep.tables.Interval;
import io.facesweep.tables.StartComparison;
import java.util.List;

/**
 * What a level does to one measure, as the end of a sentence that begins with the level: {@code
 * evens the lighting: baked light from 0.21 to 0.13, 95 % interval of the difference ..., better
 * for 8 of 8 prompts}.
 *
 * @param verdict which of the clauses it is
 * @param claim what is found, to be read first
 * @param evidence the numbers behind it
 */
record AnswerSentence(EffectVerdict verdict, String claim, String evidence) {
  private static final String UNCLEAR = "shows no effect beyond chance on ";

  /**
   * Says what an effect comes to.
   *
   * @param starts whether doing nothing scores better, by measure
   */
  static AnswerSentence of(Effect effect, List<StartComparison> starts) {
    EffectRow row = effect.row();
    String metric = row.comparison().metric();
    EffectVerdict verdict = row.conclusion().verdict();
    MeasureWords words = MeasureWords.of(metric);
    String about = words.about();
    String claim =
        switch (verdict) {
          case BETTER, WORSE, LARGER, SMALLER -> moved(row, words);
          case LESS_CHANGE -> words.less();
          case MORE_CHANGE -> words.more();
          case EQUIVALENT -> "makes no difference that matters to " + about;
          case UNCLEAR -> UNCLEAR + about;
          case UNCHANGED -> "does not change " + about;
          case TOO_FEW_PROMPTS -> "has too few prompts to show an effect on " + about;
          case NO_VERDICT -> moved(row, words) + ", which is shown and not judged";
          case NO_PAIRS -> "has no trials to compare by " + about;
        };
    return new AnswerSentence(verdict, claim, evidence(effect, starts));
  }

  /** Returns the claim after another one: two that show no effect are one. */
  String claimAfter(AnswerSentence before) {
    return verdict == EffectVerdict.UNCLEAR && before.verdict == EffectVerdict.UNCLEAR
        ? "nor on " + claim.substring(UNCLEAR.length())
        : "it " + claim;
  }

  private static String moved(EffectRow row, MeasureWords words) {
    double difference = row.estimate().difference();
    if (difference == 0 || Double.isNaN(difference)) {
      return "does not change " + words.about();
    }
    return difference < 0 ? words.lower() : words.higher();
  }

  private static String evidence(Effect effect, List<StartComparison> starts) {
    EffectRow row = effect.row();
    Estimate estimate = row.estimate();
    String metric = row.comparison().metric();
    if (!Double.isFinite(estimate.difference())) {
      return "no two trials can be compared by " + MeasureWords.plain(metric);
    } else if (row.conclusion().verdict() == EffectVerdict.UNCHANGED) {
      return "%s is the same in all %d pairs"
          .formatted(MeasureWords.plain(metric), row.sample().pairs());
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "%s from %s to %s"
            .formatted(MeasureWords.plain(metric), mean(estimate, 0), mean(estimate, 1)));
    Interval interval = estimate.interval();
    if (interval.exists()) {
      double largest = Math.max(Math.abs(interval.low()), Math.abs(interval.high()));
      text.append(
          ", %d %% interval of the difference %s to %s"
              .formatted(
                  Math.round(100 * estimate.confidence()),
                  Numbers.signed(interval.low(), largest),
                  Numbers.signed(interval.high(), largest)));
    }
    text.append(", ").append(units(effect));
    if (Double.isFinite(row.conclusion().pAdjusted())) {
      text.append(", p ").append(Numbers.p(row.conclusion().pAdjusted()));
    }
    if (row.conclusion().verdict() == EffectVerdict.LESS_CHANGE
        || row.conclusion().verdict() == EffectVerdict.MORE_CHANGE) {
      starts.stream()
          .filter(start -> start.metric().equals(metric))
          .forEach(
              start ->
                  text.append(
                      "; doing nothing scores %s, better still, so this alone is no improvement"
                          .formatted(Numbers.plain(start.start()))));
    }
    return text.toString();
  }

  private static String mean(Estimate estimate, int level) {
    return Numbers.plain(level == 0 ? estimate.baselineMean() : estimate.levelMean());
  }

  /** Says in how many prompts the difference has the sign of the mean: {@code 8 of 8 prompts}. */
  private static String units(Effect effect) {
    EffectRow row = effect.row();
    double sign = Math.signum(row.estimate().difference());
    long same = effect.units().stream().filter(u -> Math.signum(u.difference()) == sign).count();
    String word = sign < 0 ? "lower" : "higher";
    Direction direction = row.comparison().direction();
    if (direction != Direction.NEUTRAL) {
      word = (sign < 0) == (direction == Direction.LOWER_IS_BETTER) ? "better" : "worse";
    }
    String unit = row.sample().unit().text() + (row.sample().units() == 1 ? "" : "s");
    return "%s for %d of %d %s".formatted(word, same, row.sample().units(), unit);
  }
}
