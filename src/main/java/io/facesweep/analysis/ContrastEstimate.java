package io.facesweep.analysis;

import io.facesweep.metrics.Metric.Standing;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.Conclusion;
import io.facesweep.tables.Conclusion.Equivalence;
import io.facesweep.tables.Correction;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Estimate;
import io.facesweep.tables.Interval;
import io.facesweep.tables.Sample;
import io.facesweep.tables.UnitKind;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Answers one contrast on one metric, before the correction for how many there are. */
final class ContrastEstimate {
  static final double CONFIDENCE = 0.95;

  private final TrialTable table;
  private final MeasureTraits measure;
  private final Contrast contrast;
  private final ContrastMatches matches;
  private final MatchedValues matched;

  ContrastEstimate(TrialTable table, MeasureTraits measure, ContrastMatches matches) {
    this.table = table;
    this.measure = measure;
    this.contrast = matches.contrast();
    this.matches = matches;
    this.matched = new MatchedValues(table.values(measure.name()), matches.planned(), contrast);
  }

  Effect effect() {
    double[] level = matched.level();
    double[] baseline = matched.baseline();
    double[] difference = new double[level.length];
    double[] improvement = new double[level.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = level[i] - baseline[i];
      improvement[i] = 0.5 + 0.5 * Math.signum(measure.sign() * difference[i]);
    }
    UnitMeans means = new UnitMeans(table, matched.present());
    double[] units = means.of(difference);
    boolean isUnchanged = Arrays.stream(difference).allMatch(d -> d == 0);
    boolean isTested = !isUnchanged && measure.standing() == Standing.JUDGED;
    long seed = seed();
    Interval interval = isUnchanged ? Interval.NONE : interval(units, seed);
    double p = isTested ? SignFlipTest.p(units, ~seed) : Double.NaN;
    UnitKind unit = means.isOfSeeds() ? UnitKind.SEED : UnitKind.PROMPT;
    Sample sample =
        new Sample(level.length, matched.missing(), unit, units.length, means.spread(difference));
    EffectNotes notes =
        new EffectNotes()
            .sample(sample, isUnchanged)
            .interval(interval, units, p)
            .add(matches.notes())
            .missing(matched, table, measure.isBinary());
    EffectRow row =
        new EffectRow(
            comparison(),
            sample,
            new Estimate(
                means.mean(baseline),
                means.mean(level),
                InterquartileMean.of(baseline),
                InterquartileMean.of(level),
                Arrays.stream(units).average().orElse(Double.NaN),
                interval,
                CONFIDENCE,
                means.mean(improvement)),
            new Conclusion(
                p,
                Double.NaN,
                Correction.NONE,
                isTested ? equivalence(units, seed) : Equivalence.NONE,
                verdict(isUnchanged),
                notes.text()));
    List<String> names = means.names();
    return new Effect(
        row,
        IntStream.range(0, units.length)
            .mapToObj(i -> new Effect.Unit(names.get(i), units[i]))
            .toList());
  }

  private Interval interval(double[] units, long seed) {
    if (units.length < 2) {
      return Interval.NONE;
    } else if (measure.isBinary()) {
      return ExactInterval.of(units, largest(), CONFIDENCE);
    }
    return EffectNotes.areEqual(units) ? Interval.NONE : MeanInterval.of(units, CONFIDENCE, seed);
  }

  /** How large a difference of values that are 0 or 1 can be. */
  private double largest() {
    return contrast.isInteraction() ? 2 : 1;
  }

  private Equivalence equivalence(double[] units, long seed) {
    double bound = measure.bound();
    if (Double.isNaN(bound)) {
      return Equivalence.NONE;
    }
    return new Equivalence(
        bound,
        measure.isBinary()
            ? ExactInterval.equivalence(units, largest(), bound)
            : SignFlipTest.equivalence(units, bound, seed + 1));
  }

  private Comparison comparison() {
    return new Comparison(
        measure.name(),
        measure.direction(),
        change(contrast.factor(), contrast.from(), contrast.level()),
        contrast.isInteraction()
            ? change(contrast.other(), contrast.otherFrom(), contrast.otherLevel())
            : null);
  }

  private Comparison.Change change(int number, int from, int level) {
    Factor factor = table.factors().get(number);
    return new Comparison.Change(
        factor.name(), factor.levels().get(from), factor.levels().get(level));
  }

  /** Returns what holds unless the corrected p value says more. */
  private EffectVerdict verdict(boolean isUnchanged) {
    if (matched.present().isEmpty()) {
      return EffectVerdict.NO_PAIRS;
    } else if (isUnchanged) {
      return EffectVerdict.UNCHANGED;
    }
    return measure.standing() == Standing.JUDGED
        ? EffectVerdict.TOO_FEW_PROMPTS
        : EffectVerdict.NO_VERDICT;
  }

  /** Returns a seed that is the same for the same question, whatever else is asked. */
  private long seed() {
    return 0x9E3779B97F4A7C15L * measure.name().hashCode() + Objects.hash(contrast);
  }
}
