package io.facesweep.analysis;

import io.facesweep.tables.Interval;
import io.facesweep.tables.Sample;
import io.facesweep.tables.UnitKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What limits an effect, in words. */
final class EffectNotes {
  static final double ALARM = 0.05;

  private final List<String> notes = new ArrayList<>();

  EffectNotes() {}

  /** Says why there is no effect, no interval or no test, as far as the sample tells. */
  EffectNotes sample(Sample sample, boolean isUnchanged) {
    if (sample.pairs() == 0) {
      notes.add("no two trials that are equal in all else have this metric");
    } else if (isUnchanged) {
      notes.add("the trials of every pair have the same value");
    } else if (sample.units() == 1) {
      notes.add("one prompt and one seed: no interval, nothing can be concluded");
    } else if (sample.unit() == UnitKind.SEED) {
      notes.add("one prompt: holds for it only");
    }
    return this;
  }

  /** Says what is unusual about the interval, and where it and the test disagree. */
  EffectNotes interval(Interval interval, double[] units, double p) {
    if (interval.method() == Interval.Method.PERCENTILE) {
      notes.add("percentile interval: BCa is undefined here");
    } else if (!interval.exists() && units.length > 1 && areEqual(units) && units[0] != 0) {
      notes.add("all units have the same difference: no interval");
    }
    boolean isDecided = interval.exists() && (interval.low() > 0 || interval.high() < 0);
    if (interval.exists() && !Double.isNaN(p) && isDecided != p <= ALARM) {
      notes.add(
          interval.method() == Interval.Method.EXACT
              ? "the interval and the p value disagree: the interval is the more cautious"
              : "the interval and the p value disagree: the differences are few or skewed, and the"
                  + " test asks whether they are symmetric about 0");
    }
    return this;
  }

  /** Says how many matches are left out, and how far they could move the effect. */
  EffectNotes missing(MatchedValues matched, TrialTable table, boolean isBinary) {
    int planned = matched.planned().size();
    if (matched.missing() == 0) {
      return this;
    }
    notes.add(
        "%d of %d pairs left out: a trial failed, did not run or lacks the metric"
            .formatted(matched.missing(), planned));
    if (!matched.present().isEmpty()) {
      double[] range = isBinary ? new double[] {0, 1} : matched.range();
      UnitMeans means = new UnitMeans(table, matched.planned());
      notes.add(
          String.format(
              Locale.ROOT,
              "with the %s values in their place the effect is between %.3g and %.3g",
              isBinary ? "worst and best" : "least and greatest seen",
              means.mean(matched.filled(range[0], range[1])),
              means.mean(matched.filled(range[1], range[0]))));
    }
    return this;
  }

  EffectNotes add(List<String> others) {
    notes.addAll(others);
    return this;
  }

  static boolean areEqual(double[] units) {
    double least = Arrays.stream(units).min().orElse(0);
    double greatest = Arrays.stream(units).max().orElse(0);
    return greatest - least <= 1e-9 * Math.max(Math.abs(least), Math.abs(greatest));
  }

  String text() {
    return String.join("; ", notes);
  }

  /** A note with one more at its end. */
  static String append(String note, String other) {
    return note.isEmpty() ? other : note + "; " + other;
  }
}
