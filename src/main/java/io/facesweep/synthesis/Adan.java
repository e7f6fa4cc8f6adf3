package io.facesweep.synthesis;

import io.facesweep.settings.OptimizerSettings;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * Adan (Xie et al. 2022, arXiv 2208.06677, algorithm 1), with bias correction, proximal weight
 * decay, and betas in the convention where larger remembers longer.
 */
final class Adan extends Optimizer {
  private static final int GRADIENT = 0;
  private static final int DIFFERENCE = 1;
  private static final int SQUARE = 2;
  private static final int LAST = 3;

  Adan(List<OptimizerSettings> items, Tensor parameter) {
    super(items, parameter, 4);
  }

  @Override
  Tensor update(Tensor parameter, Tensor gradient) {
    Tensor change = done() == 0 ? gradient.zerosLike() : gradient.sub(state(LAST));
    replace(LAST, gradient.copy());
    List<Tensor> columns =
        columns(
                gradient,
                i -> beta(0, i),
                i -> 1 - beta(0, i),
                i -> beta(1, i),
                i -> 1 - beta(1, i),
                i -> beta(2, i),
                i -> 1 - beta(2, i),
                i -> 1 / Math.sqrt(correction(2, i)),
                i -> settings(i).eps(),
                i -> learningRate(i) / correction(0, i),
                i -> learningRate(i) * beta(1, i) / correction(1, i),
                i -> 1 / (1 + learningRate(i) * settings(i).weightDecay()))
            .unbind();
    Tensor mean = average(GRADIENT, gradient, columns.get(0), columns.get(1));
    Tensor drift = average(DIFFERENCE, change, columns.get(2), columns.get(3));
    Tensor ahead = gradient.add(change.mul(columns.get(2)));
    Tensor square = average(SQUARE, ahead.square(), columns.get(4), columns.get(5));

    Tensor denominator = square.sqrt().mul(columns.get(6)).add(columns.get(7));
    Tensor direction = mean.mul(columns.get(8)).add(drift.mul(columns.get(9)));
    return parameter.sub(direction.div(denominator)).mul(columns.get(10));
  }
}
