package io.facesweep.analysis;

import io.facesweep.metrics.Metric.Direction;
import io.facesweep.tables.Comparison;
import io.facesweep.tables.Conclusion;
import io.facesweep.tables.EffectRow;
import io.facesweep.tables.EffectVerdict;
import io.facesweep.tables.Estimate;
import io.facesweep.tables.Interval;
import io.facesweep.tables.Sample;
import io.facesweep.tables.UnitKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Answers one contrast on one metric, before the correction for how many there are. */
final class ContrastEstimate {
  static final double CONFIDENCE = 0.95;

  private final TrialTable table;
  private final String metric;
  private final Direction direction;
  private final Contrast contrast;
  private final List<int[]> pairs;
  private final int missing;

  /**
   * @param planned the contrast's pairs, those without the metric too
   */
  ContrastEstimate(
      TrialTable table,
      String metric,
      Direction direction,
      Contrast contrast,
      List<int[]> planned) {
    this.table = table;
    this.metric = metric;
    this.direction = direction;
    this.contrast = contrast;
    double[] values = table.values(metric);
    this.pairs =
        planned.stream()
            .filter(pair -> Arrays.stream(pair).noneMatch(trial -> Double.isNaN(values[trial])))
            .toList();
    this.missing = planned.size() - pairs.size();
  }

  Effect effect() {
    double[] values = table.values(metric);
    double[] level = new double[pairs.size()];
    double[] baseline = new double[pairs.size()];
    double[] difference = new double[pairs.size()];
    double[] improvement = new double[pairs.size()];
    for (int i = 0; i < difference.length; i++) {
      int[] pair = pairs.get(i);
      level[i] = values[pair[0]] - (contrast.isInteraction() ? values[pair[1]] : 0);
      baseline[i] = contrast.isInteraction() ? values[pair[2]] - values[pair[3]] : values[pair[1]];
      difference[i] = level[i] - baseline[i];
      improvement[i] = 0.5 + 0.5 * Math.signum(sign() * difference[i]);
    }
    UnitMeans means = new UnitMeans(table, pairs);
    double[] units = means.of(difference);
    boolean isUnchanged = Arrays.stream(difference).allMatch(d -> d == 0);
    long seed = seed();
    Interval interval = isUnchanged ? Interval.NONE : MeanInterval.of(units, CONFIDENCE, seed);
    double p = isUnchanged ? Double.NaN : SignFlipTest.p(units, ~seed);
    UnitKind unit = means.isOfSeeds() ? UnitKind.SEED : UnitKind.PROMPT;
    EffectRow row =
        new EffectRow(
            comparison(),
            new Sample(pairs.size(), missing, unit, units.length),
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
                verdict(isUnchanged),
                note(units.length, unit, isUnchanged, interval)));
    List<String> names = means.names();
    return new Effect(
        row,
        IntStream.range(0, units.length)
            .mapToObj(i -> new Effect.Unit(names.get(i), units[i]))
            .toList());
  }

  private int sign() {
    return direction == Direction.LOWER_IS_BETTER ? -1 : 1;
  }

  private Comparison comparison() {
    return new Comparison(
        metric,
        direction,
        change(contrast.factor(), contrast.level()),
        contrast.isInteraction() ? change(contrast.other(), contrast.otherLevel()) : null);
  }

  private Comparison.Change change(int number, int level) {
    Factor factor = table.factors().get(number);
    return new Comparison.Change(factor.name(), factor.baseline(), factor.levels().get(level));
  }

  /** Returns what holds unless the corrected p value says more. */
  private EffectVerdict verdict(boolean isUnchanged) {
    if (pairs.isEmpty()) {
      return EffectVerdict.NO_PAIRS;
    }
    return isUnchanged ? EffectVerdict.UNCHANGED : EffectVerdict.TOO_FEW_PAIRS;
  }

  /** Returns a seed that is the same for the same question, whatever else is asked. */
  private long seed() {
    return 0x9E3779B97F4A7C15L * metric.hashCode()
        + Objects.hash(
            contrast.factor(), contrast.level(), contrast.other(), contrast.otherLevel());
  }

  private String note(int units, UnitKind unit, boolean isUnchanged, Interval interval) {
    List<String> notes = new ArrayList<>();
    if (pairs.isEmpty()) {
      notes.add("no two trials that are equal in all else have this metric");
    } else if (isUnchanged) {
      notes.add("the trials of every pair have the same value");
    } else if (units == 1) {
      notes.add("one prompt and one seed: no interval, nothing can be concluded");
    } else {
      if (unit == UnitKind.SEED) {
        notes.add("one prompt: holds for it only");
      }
      if (units < SignFlipTest.MIN_VALUES) {
        notes.add("fewer than %d independent pairs: no p value".formatted(SignFlipTest.MIN_VALUES));
      }
      if (interval.method() == Interval.Method.PERCENTILE) {
        notes.add("percentile interval: BCa is undefined here");
      }
    }
    if (missing > 0) {
      notes.add(
          "%d of %d pairs left out: a trial failed, did not run or lacks the metric"
              .formatted(missing, missing + pairs.size()));
    }
    return String.join("; ", notes);
  }
}
