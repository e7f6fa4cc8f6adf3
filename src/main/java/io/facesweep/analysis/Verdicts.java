package io.facesweep.analysis;

import static io.facesweep.analysis.EffectNotes.ALARM;

import io.facesweep.metrics.Metric.Direction;
import io.facesweep.settings.AnalysisSettings;
import io.facesweep.settings.Decimals;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.Conclusion;
import io.facesweep.tables.Conclusion.Equivalence;
import io.facesweep.tables.Correction;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * Corrects the p values of effects of one kind for how many there are, and says what follows:
 * measures that decide are one family, all others another.
 */
final class Verdicts {
  private final Correction correction;
  private final List<Effect> family;
  private final Look look;

  private Verdicts(Correction correction, List<Effect> family, Look look) {
    this.correction = correction;
    this.family = family;
    this.look = look;
  }

  /** Returns the effects, in the order given, with their verdicts. */
  static List<Effect> of(List<Effect> effects, AnalysisSettings asked, Look look) {
    List<Effect> deciding = new ArrayList<>();
    List<Effect> exploring = new ArrayList<>();
    for (Effect effect : effects) {
      boolean decides = asked.confirmatory().contains(effect.row().comparison().metric());
      (decides ? deciding : exploring).add(effect);
    }
    List<Effect> first = new Verdicts(Correction.HOLM, deciding, look).concluded();
    List<Effect> second = new Verdicts(Correction.BENJAMINI_HOCHBERG, exploring, look).concluded();
    List<Effect> all = new ArrayList<>();
    int decided = 0;
    for (Effect effect : effects) {
      boolean decides = asked.confirmatory().contains(effect.row().comparison().metric());
      all.add(decides ? first.get(decided++) : second.get(all.size() - decided));
    }
    return all;
  }

  private List<Effect> concluded() {
    double[] p = values(conclusion -> conclusion.p());
    double[] adjusted = adjust(p);
    double[] equivalence = adjust(values(conclusion -> conclusion.equivalence().p()));
    long asked = family.stream().filter(Verdicts::isTested).count();
    double factor =
        correction == Correction.HOLM
            ? look.factor(Math.max(1, (int) asked))
            : BenjaminiHochberg.factor(p, (int) asked, ALARM);
    List<Effect> concluded = new ArrayList<>();
    for (int i = 0; i < family.size(); i++) {
      Effect effect = family.get(i);
      concluded.add(
          isTested(effect)
              ? effect.concluded(conclude(effect.row(), adjusted[i], equivalence[i], factor))
              : effect);
    }
    return concluded;
  }

  private interface Value {
    double of(Conclusion conclusion);
  }

  private double[] values(Value value) {
    return family.stream().mapToDouble(effect -> value.of(effect.row().conclusion())).toArray();
  }

  private double[] adjust(double[] p) {
    return correction == Correction.HOLM
        ? Holm.adjust(p, look::factor)
        : BenjaminiHochberg.adjust(p);
  }

  /** Whether the effect would be tested, were there prompts enough. */
  private static boolean isTested(Effect effect) {
    return effect.row().conclusion().verdict() == EffectVerdict.TOO_FEW_PROMPTS;
  }

  /**
   * @param factor by which the smallest p value there can be is multiplied
   */
  private Conclusion conclude(EffectRow row, double adjusted, double equivalence, double factor) {
    Conclusion before = row.conclusion();
    Equivalence bound = before.equivalence().corrected(equivalence);
    String note = before.note();
    EffectVerdict verdict;
    boolean isSmall = equivalence <= ALARM;
    if (isSmall) {
      note = EffectNotes.append(note, "no difference larger than " + Decimals.text(bound.bound()));
    }
    if (adjusted <= ALARM) {
      verdict = direction(row);
    } else if (isSmall) {
      verdict = EffectVerdict.EQUIVALENT;
    } else if (isHopeless(row.sample(), factor)) {
      verdict = EffectVerdict.TOO_FEW_PROMPTS;
      note = EffectNotes.append(note, needed(row.sample(), factor));
    } else {
      verdict = EffectVerdict.UNCLEAR;
    }
    return new Conclusion(before.p(), adjusted, correction, bound, verdict, note);
  }

  /** Whether not even differences of one sign could be told from chance. */
  private static boolean isHopeless(Sample sample, double factor) {
    return sample.units() < SignFlipTest.MIN_VALUES
        || factor * SignFlipTest.least(sample.units()) > ALARM;
  }

  private String needed(Sample sample, double factor) {
    return "%d %ss are needed for %s"
        .formatted(SignFlipTest.needed(factor, ALARM), sample.unit().text(), family(factor));
  }

  private String family(double factor) {
    long tests = family.stream().filter(Verdicts::isTested).count();
    String all = tests == 1 ? "one test" : "%d tests at once".formatted(tests);
    return correction == Correction.HOLM || factor == tests
        ? all
        : all + ", %d of them flagged".formatted(Math.round(tests / factor) - 1);
  }

  private static EffectVerdict direction(EffectRow row) {
    Comparison comparison = row.comparison();
    boolean isLarger = row.estimate().difference() > 0;
    if (comparison.isInteraction() || comparison.direction() == Direction.NEUTRAL) {
      return isLarger ? EffectVerdict.LARGER : EffectVerdict.SMALLER;
    }
    boolean isHigherBetter = comparison.direction() == Direction.HIGHER_IS_BETTER;
    return isLarger == isHigherBetter ? EffectVerdict.BETTER : EffectVerdict.WORSE;
  }
}
