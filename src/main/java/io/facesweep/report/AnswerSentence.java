package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Estimate;
import io.facesweep.tables.Interval;
import io.facesweep.tables.StartComparison;
import java.util.List;
import java.util.Map;

/**
 * What a level does to one measure, as the end of a sentence that begins with the level: {@code
 * evens the lighting: baked light 0.21 to 0.13, 95 % interval of the difference ..., 8 of 8 prompts
 * lower}.
 *
 * @param verdict which of the clauses it is
 * @param claim what is found, to be read first
 * @param evidence the numbers behind it
 */
record AnswerSentence(EffectVerdict verdict, String claim, String evidence) {
  /** What is said where a measure falls, and where it rises. */
  private record Words(String lower, String higher, String about) {}

  private static final Map<String, Words> WORDS =
      Map.of(
          "baked_light",
          new Words("evens the lighting", "bakes more light into the texture", "the lighting"),
          "lighting_variation",
          new Words("evens the lighting", "makes the lighting less even", "the lighting"),
          "lighting_asymmetry",
          new Words(
              "makes the light more symmetric", "makes the light less symmetric", "the light"),
          "face_back",
          new Words(
              "lessens second faces", "brings second faces", "second faces at sides and back"),
          "geometry_face_back",
          new Words(
              "lessens second faces of the shape",
              "brings second faces of the shape",
              "second faces of the shape"),
          "face_front",
          new Words(
              "makes the front less of a face",
              "makes the front more of a face",
              "the front's face"),
          "clip_score",
          new Words("fits the prompt less", "fits the prompt better", "the fit to the prompt"),
          "landmark_error",
          new Words(
              "brings the painted face nearer to the shape's",
              "takes the painted face off the shape's",
              "where the face is painted"),
          "misregistration",
          new Words(
              "aligns the texture with the shape",
              "shifts the texture off the shape",
              "how the texture lies on the shape"));

  /**
   * Says what an effect comes to.
   *
   * @param starts whether doing nothing scores better, by measure
   */
  static AnswerSentence of(Effect effect, List<StartComparison> starts) {
    EffectRow row = effect.row();
    String metric = row.comparison().metric();
    EffectVerdict verdict = row.conclusion().verdict();
    String about = words(metric).about();
    String claim =
        switch (verdict) {
          case BETTER, WORSE, LARGER, SMALLER -> moved(row);
          case LESS_CHANGE -> "changes %s less".formatted(about);
          case MORE_CHANGE -> "changes %s more".formatted(about);
          case EQUIVALENT -> "makes no difference that matters to " + about;
          case UNCLEAR -> "cannot be told from chance on " + about;
          case UNCHANGED -> "leaves %s as it is".formatted(about);
          case TOO_FEW_PROMPTS -> "has too few prompts to be tested on " + about;
          case NO_VERDICT -> "is not judged by " + about;
          case NO_PAIRS -> "has nothing to compare on " + about;
        };
    return new AnswerSentence(verdict, claim, evidence(effect, starts));
  }

  /** Returns the claim after another one: two that are not told from chance are one. */
  String claimAfter(AnswerSentence before) {
    String open = "cannot be told from chance on ";
    return verdict == EffectVerdict.UNCLEAR && before.verdict == EffectVerdict.UNCLEAR
        ? "nor on " + claim.substring(open.length())
        : "it " + claim;
  }

  private static String moved(EffectRow row) {
    Words words = words(row.comparison().metric());
    return row.estimate().difference() < 0 ? words.lower() : words.higher();
  }

  private static Words words(String metric) {
    Words known = WORDS.get(metric);
    String plain = inWords(metric);
    return known != null ? known : new Words("lowers " + plain, "raises " + plain, plain);
  }

  /** Returns a measure's name as words. */
  static String inWords(String metric) {
    return metric.replace('_', ' ');
  }

  private static String evidence(Effect effect, List<StartComparison> starts) {
    EffectRow row = effect.row();
    Estimate estimate = row.estimate();
    String metric = row.comparison().metric();
    if (!Double.isFinite(estimate.difference())) {
      return "no two trials have " + inWords(metric);
    } else if (row.conclusion().verdict() == EffectVerdict.UNCHANGED) {
      return "%s is the same in all %d pairs".formatted(inWords(metric), row.sample().pairs());
    }
    StringBuilder text = new StringBuilder();
    text.append("%s %s to %s".formatted(inWords(metric), mean(estimate, 0), mean(estimate, 1)));
    Interval interval = estimate.interval();
    if (interval.exists()) {
      double largest = Math.max(Math.abs(interval.low()), Math.abs(interval.high()));
      text.append(
          ", %d %% interval %s to %s"
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
                      "; doing nothing scores better still, "
                          + Numbers.plain(start.start())
                          + ", so that this is no improvement by itself"));
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
