package io.facesweep.report;

import io.facesweep.store.StepRow;
import java.util.ArrayList;
import java.util.List;

/** The step curve of one stage, as far as the report draws it. */
final class StageCurve {
  /** What is drawn. */
  static final List<String> SERIES =
      List.of(
          "gradient norm",
          "parameter gradient norm",
          "prior gradient norm",
          "l2",
          "timestep",
          "seconds");

  private final String phase;
  private final List<float[]> steps = new ArrayList<>();

  /**
   * @param rows of one stage, at least one
   */
  StageCurve(List<StepRow> rows) {
    this.phase = rows.get(0).phase();
    rows.stream()
        .map(StageCurve::values)
        .sorted((a, b) -> Float.compare(a[0], b[0]))
        .forEach(steps::add);
  }

  /** The step's number, then the series. */
  private static float[] values(StepRow row) {
    return new float[] {
      row.step(),
      (float) row.gradientNorm(),
      term(row, "parameter-gradient-norm"),
      term(row, "prior-gradient-norm"),
      term(row, "l2"),
      row.timestep(),
      (float) row.seconds()
    };
  }

  private static float term(StepRow row, String name) {
    return row.terms().getOrDefault(name, Double.NaN).floatValue();
  }

  /** {@code geometry}, {@code texture} or {@code joint}. */
  String phase() {
    return phase;
  }

  int size() {
    return steps.size();
  }

  /**
   * One series as points (step, value), in order; those without a finite value are left out.
   *
   * @param series number in {@link #SERIES}
   */
  List<double[]> points(int series) {
    List<double[]> points = new ArrayList<>();
    for (float[] step : steps) {
      if (Float.isFinite(step[series + 1])) {
        points.add(new double[] {step[0], step[series + 1]});
      }
    }
    return points;
  }
}
