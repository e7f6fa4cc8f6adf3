package io.facesweep.report;

import io.facesweep.store.TableRow;
import java.util.ArrayList;
import java.util.List;

/** The step curve of one stage, as far as the report draws it. */
final class StageCurve {
  /** Columns of {@code steps} that are drawn. */
  static final List<String> SERIES =
      List.of(
          "gradient_norm",
          "parameter_gradient_norm",
          "prior_gradient_norm",
          "l2",
          "timestep",
          "seconds");

  private final String phase;
  private final List<float[]> steps = new ArrayList<>();
  private boolean isSorted = true;

  StageCurve(String phase) {
    this.phase = phase;
  }

  /** {@code geometry}, {@code texture} or {@code joint}. */
  String phase() {
    return phase;
  }

  void add(TableRow row) {
    float[] step = new float[SERIES.size() + 1];
    step[0] = row.whole("step");
    for (int i = 0; i < SERIES.size(); i++) {
      step[i + 1] = (float) row.number(SERIES.get(i));
    }
    isSorted &= steps.isEmpty() || steps.get(steps.size() - 1)[0] < step[0];
    steps.add(step);
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
    if (!isSorted) {
      steps.sort((a, b) -> Float.compare(a[0], b[0]));
      isSorted = true;
    }
    List<double[]> points = new ArrayList<>();
    for (float[] step : steps) {
      if (Float.isFinite(step[series + 1])) {
        points.add(new double[] {step[0], step[series + 1]});
      }
    }
    return points;
  }
}
