package io.facesweep.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The median and the quartiles of one series of many stages' curves, at each of their steps. */
final class CurveBand {
  private final List<StageCurve> curves;
  private final String name;
  private final float[] steps;
  private final float[][] values;
  private final int[] counts;

  private CurveBand(List<StageCurve> curves, String name) {
    this.curves = curves;
    this.name = name;
    this.steps = steps();
    this.values = new float[steps.length][curves.size()];
    this.counts = new int[steps.length];
  }

  /**
   * Returns the line of the medians, with a band from the first to the third quartile where there
   * are several curves.
   *
   * @param level that the line is named after
   * @param curves of stages
   * @param name of the series; stages that do not have it do not count
   */
  static CurveChart.Line of(String level, List<StageCurve> curves, String name) {
    return new CurveBand(curves, name).line(level);
  }

  private CurveChart.Line line(String level) {
    curves.forEach(this::add);
    List<double[]> points = new ArrayList<>();
    double[] low = new double[steps.length];
    double[] high = new double[steps.length];
    for (int place = 0; place < steps.length; place++) {
      int count = counts[place];
      if (count > 0) {
        float[] sorted = values[place];
        Arrays.sort(sorted, 0, count);
        low[points.size()] = sorted[(count - 1) / 4];
        high[points.size()] = sorted[(count - 1) * 3 / 4];
        double median = (sorted[(count - 1) / 2] + (double) sorted[count / 2]) / 2;
        points.add(new double[] {steps[place], median});
      }
    }
    return curves.size() > 1
        ? new CurveChart.Line(
            level, points, Arrays.copyOf(low, points.size()), Arrays.copyOf(high, points.size()))
        : CurveChart.Line.of(level, points);
  }

  /** The steps of all curves, in order; most curves have the same ones. */
  private float[] steps() {
    float[] all = new float[0];
    float[] before = all;
    for (StageCurve curve : curves) {
      if (!Arrays.equals(curve.steps(), before)) {
        before = curve.steps();
        all = union(all, before);
      }
    }
    return all;
  }

  private static float[] union(float[] first, float[] second) {
    float[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    Arrays.sort(all);
    int size = 0;
    for (float step : all) {
      if (size == 0 || step > all[size - 1]) {
        all[size++] = step;
      }
    }
    return Arrays.copyOf(all, size);
  }

  private void add(StageCurve curve) {
    float[] own = curve.steps();
    float[] series = curve.values(name);
    int place = 0;
    for (int i = 0; i < series.length; i++) {
      while (steps[place] < own[i]) {
        place++;
      }
      // there is room for one value a curve, but a damaged log can have a step twice
      if (Float.isFinite(series[i]) && counts[place] < curves.size()) {
        values[place][counts[place]++] = series[i];
      }
    }
  }
}
