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
            lockstep, basis.coefficients(start), state -> settings(state).optimizer());
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
   * Takes one step of the optimiser along the gradient of score distillation, and one of the L2
   * loss w |c|^2 apart from it: the proximal one, c / (1 + 2 rate w). An optimiser that divides by
   * the gradient's size would else make it count for nothing beside a strong guidance scale.
   *
   * @param gradient [K, C]
   * @param term the name of the gradient's norm in the step records
   */
  void step(Tensor gradient, String term) {
    double[] weights = lockstep.values(state -> settings(state).l2Weight());
    double[] squares = ItemValues.sums(value().square());
    double[] rates = rates();
    double[] shrink = new double[weights.length];
    for (int i = 0; i < shrink.length; i++) {
      shrink[i] = 1 / (1 + 2 * rates[i] * weights[i]);
    }
    double[] norms = parameter.step(gradient, stepped -> limited(shrunk(stepped, shrink)));
    for (int i = 0; i < norms.length; i++) {
      TrialState state = lockstep.state(i);
      state.term("l2", weights[i] * squares[i]);
      state.term(term, norms[i]);
      state.term("coefficient-learning-rate", rates[i]);
    }
    failDiverged();
  }

  private static Tensor shrunk(Tensor coefficients, double[] factors) {
    return Arrays.stream(factors).allMatch(factor -> factor == 1)
        ? coefficients
        : coefficients.mul(ItemValues.column(factors, coefficients));
  }

  private double[] rates() {
    double[] rates = new double[lockstep.size()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = parameter.learningRate(i);
    }
    return rates;
  }

  private Tensor limited(Tensor coefficients) {
    double[] limits = lockstep.values(state -> settings(state).coefficientLimit());
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
            .state(i)
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

  private static GeometrySettings settings(TrialState state) {
    return state.settings().geometry();
  }

  @Override
  public void close() {
    parameter.close();
  }
}
