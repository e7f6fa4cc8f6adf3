package io.facesweep.report;

import io.facesweep.tables.Correction;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Interval;
import io.facesweep.tables.UnitKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How effects were estimated and tested, in a paragraph for a paper. */
final class StatisticsWords {
  private StatisticsWords() {}

  /** Returns a paragraph; there must be effects. */
  static String of(SweepData data) {
    List<EffectRow> rows = data.effects().stream().map(effect -> effect.row()).toList();
    boolean areSeeds = rows.stream().anyMatch(row -> row.sample().unit() == UnitKind.SEED);
    double confidence = rows.get(0).estimate().confidence();
    StringBuilder text = new StringBuilder();
    text.append(
        data.plan().isOfPairs()
            ? "An effect is the mean difference over pairs of trials that are equal in all but the"
                + " factor"
            : "An effect is the mean difference, within each prompt and seed, between the trials at"
                + " a level and those at the baseline");
    text.append(
        areSeeds
            ? "; the units are the seeds of the one prompt, each of the same weight."
            : "; the units are the prompts, each of the same weight.");
    Set<Interval.Method> methods = EnumSet.noneOf(Interval.Method.class);
    rows.forEach(row -> methods.add(row.estimate().interval().method()));
    String intervals =
        methods.stream()
            .map(StatisticsWords::words)
            .filter(w -> !w.isEmpty())
            .collect(Collectors.joining(", "));
    if (!intervals.isEmpty()) {
      text.append(" Intervals of %d %% are %s.".formatted(Math.round(100 * confidence), intervals));
    }
    Set<Correction> corrections = EnumSet.noneOf(Correction.class);
    rows.stream()
        .filter(row -> Double.isFinite(row.conclusion().p()))
        .forEach(row -> corrections.add(row.conclusion().correction()));
    if (!corrections.isEmpty()) {
      text.append(" P values are two-sided, by flips of the units' signs");
      if (corrections.contains(Correction.HOLM)) {
        text.append(
            "; those of the measures named before the run (%s) are corrected by Holm's method"
                .formatted(String.join(", ", data.confirmatory())));
      }
      if (corrections.contains(Correction.BENJAMINI_HOCHBERG)) {
        text.append(
            "; those of %s measures are corrected by the method of Benjamini and Hochberg"
                .formatted(corrections.contains(Correction.HOLM) ? "all other" : "all"));
      }
      text.append(".");
    }
    if (rows.stream().anyMatch(row -> isOfChange(row.conclusion().verdict()))) {
      text.append(
          " Where trials before their first step score better than at their end, a difference is"
              + " read as more or less change.");
    }
    return text.toString();
  }

  private static boolean isOfChange(EffectVerdict verdict) {
    return verdict == EffectVerdict.LESS_CHANGE || verdict == EffectVerdict.MORE_CHANGE;
  }

  private static String words(Interval.Method method) {
    return switch (method) {
      case NONE -> "";
      case T -> "by Student's t";
      case BCA -> "by an expanded BCa bootstrap";
      case EXACT -> "exact where a measure is 0 or 1";
      case PERCENTILE -> "by an expanded percentile bootstrap";
    };
  }
}
