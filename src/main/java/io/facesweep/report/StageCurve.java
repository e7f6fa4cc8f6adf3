package io.facesweep.report;

import io.facesweep.store.StepRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The step curve of one stage: every number that its steps have. Where there are more steps than a
 * chart has room for, a point is the mean of some that follow each other.
 */
final class StageCurve {
  private static final int MAX_POINTS = 160;
  private static final float[] NONE = {};

  private final String phase;
  private final int size;
  private final float[] steps;
  private final Map<String, float[]> series = new HashMap<>();

  /**
   * @param rows of one stage, at least one
   */
  StageCurve(List<StepRow> rows) {
    List<StepRow> sorted = rows.stream().sorted(Comparator.comparingInt(StepRow::step)).toList();
    phase = rows.get(0).phase();
    size = rows.size();
    int every = (size + MAX_POINTS - 1) / MAX_POINTS;
    steps = new float[(size + every - 1) / every];
    for (int point = 0; point < steps.length; point++) {
      add(point, sorted.subList(point * every, Math.min(size, (point + 1) * every)));
    }
    series.values().removeIf(StageCurve::isEmpty);
    series.computeIfPresent(
        StepSeries.NON_FINITE, (name, values) -> hasOnlyZeros(values) ? null : values);
  }

  private void add(int point, List<StepRow> rows) {
    Map<String, double[]> sums = new HashMap<>();
    double step = 0;
    for (StepRow row : rows) {
      step += row.step();
      sum(sums, StepSeries.GRADIENT_NORM, row.gradientNorm());
      sum(sums, StepSeries.TIMESTEP, row.timestep());
      sum(sums, StepSeries.NON_FINITE, row.nonFinite());
      sum(sums, StepSeries.SECONDS, row.seconds());
      row.terms().forEach((name, value) -> sum(sums, name, value));
    }
    steps[point] = (float) (step / rows.size());
    sums.forEach((name, sum) -> room(name)[point] = (float) (sum[0] / sum[1]));
  }

  private static void sum(Map<String, double[]> sums, String name, double value) {
    if (Double.isFinite(value)) {
      double[] sum = sums.computeIfAbsent(name, n -> new double[2]);
      sum[0] += value;
      sum[1]++;
    }
  }

  private float[] room(String name) {
    return series.computeIfAbsent(
        name,
        n -> {
          float[] none = new float[steps.length];
          Arrays.fill(none, Float.NaN);
          return none;
        });
  }

  private static boolean isEmpty(float[] values) {
    for (float value : values) {
      if (Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasOnlyZeros(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** {@code geometry}, {@code texture} or {@code joint}. */
  String phase() {
    return phase;
  }

  /** Returns how many steps there are. */
  int size() {
    return size;
  }

  /** Returns what its steps have, as {@link StepSeries} names it. */
  Set<String> names() {
    return series.keySet();
  }

  /** Returns the steps of the points, in order; not to be changed. */
  float[] steps() {
    return steps;
  }

  /**
   * Returns one series, a value for each of {@link #steps} and NaN where there is none; not to be
   * changed.
   *
   * @param name one of {@link #names}; another has no values
   */
  float[] values(String name) {
    return series.getOrDefault(name, NONE);
  }

  /**
   * Returns one series as points (step, value), in order; those without a finite value are left
   * out.
   *
   * @param name one of {@link #names}; of another there are no points
   */
  List<double[]> points(String name) {
    List<double[]> points = new ArrayList<>();
    float[] values = values(name);
    for (int i = 0; i < values.length; i++) {
      if (Float.isFinite(values[i])) {
        points.add(new double[] {steps[i], values[i]});
      }
    }
    return points;
  }
}
