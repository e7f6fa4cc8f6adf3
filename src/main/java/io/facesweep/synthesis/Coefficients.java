package io.facesweep.synthesis;

import io.facesweep.settings.GeometrySettings;
import io.facesweep.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The identity coefficients of all trials of a batch while they are optimised: start, L2
 * regularisation, limit and optimiser come from each trial's geometry block.
 */
final class Coefficients implements AutoCloseable {
  /** Beyond so many standard deviations there is no face left to render. */
  static final double DIVERGED = 1e4;

  private final Lockstep lockstep;
  private final ShapeBasis basis;
  private final OptimizedParameter parameter;

  /**
   * @param start coefficients [C] of each trial
   */
  Coefficients(Lockstep lockstep, ShapeBasis basis, List<float[]> start) {
    this.lockstep = lockstep;
    this.basis = basis;
    this.parameter =
        new OptimizedParameter(
            lockstep, basis.coefficients(start), lane -> settings(lane).optimizer());
  }

  /** The start that settings give, padded with zeros to the face's count. */
  static float[] start(TrialSpec trial, int count) {
    List<Double> given = trial.settings().geometry().coefficients();
    float[] start = new float[count];
    for (int i = 0; i < given.size(); i++) {
      start[i] = given.get(i).floatValue();
    }
    return start;
  }

  /** The present coefficients [K, C], without a graph. */
  Tensor value() {
    return parameter.value();
  }

  /** World positions [K, V, 3] of coefficients [K, C]. */
  Tensor vertices(Tensor coefficients) {
    return basis.vertices(coefficients);
  }

  /**
   * Takes one step along the gradient of score distillation plus that of the L2 loss.
   *
   * @param gradient [K, C]
   * @param term the name of the gradient's norm in the step records
   */
  void step(Tensor gradient, String term) {
    double[] weights = lockstep.values(lane -> settings(lane).l2Weight());
    double[] squares = ItemValues.sums(value().square());
    Tensor total = gradient.add(value().mul(ItemValues.column(doubled(weights), value())));
    double[] rates = rates();
    double[] norms = parameter.step(total, this::limited);
    for (int i = 0; i < norms.length; i++) {
      Lane lane = lockstep.lane(i);
      lane.term("l2", weights[i] * squares[i]);
      lane.term(term, norms[i]);
      lane.term("coefficient-learning-rate", rates[i]);
    }
    failDiverged();
  }

  private double[] rates() {
    double[] rates = new double[lockstep.size()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = parameter.learningRate(i);
    }
    return rates;
  }

  private Tensor limited(Tensor coefficients) {
    double[] limits = lockstep.values(lane -> settings(lane).coefficientLimit());
    if (Arrays.stream(limits).allMatch(limit -> limit == 0)) {
      return coefficients;
    }
    for (int i = 0; i < limits.length; i++) {
      limits[i] = limits[i] == 0 ? Float.MAX_VALUE : limits[i];
    }
    Tensor limit = ItemValues.column(limits, coefficients);
    return coefficients.minimum(limit).maximum(limit.neg());
  }

  private void failDiverged() {
    double[] largest = ItemValues.doubles(value().abs().max(1));
    for (int i = 0; i < largest.length; i++) {
      if (!(largest[i] <= DIVERGED)) {
        lockstep
            .lane(i)
            .fail(
                "a coefficient reached %.3g standard deviations; lower geometry.optimizer.learning-rate or set geometry.coefficient-limit"
                    .formatted(largest[i]));
      }
    }
  }

  void keep(int[] rows) {
    parameter.keep(rows);
  }

  /** The present coefficients [C] of each running trial. */
  List<float[]> read() {
    return ItemValues.split(value());
  }

  private static GeometrySettings settings(Lane lane) {
    return lane.settings().geometry();
  }

  private static double[] doubled(double[] values) {
    return Arrays.stream(values).map(value -> 2 * value).toArray();
  }

  @Override
  public void close() {
    parameter.close();
  }
}
