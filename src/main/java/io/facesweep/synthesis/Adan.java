package io.facesweep.synthesis;

import io.facesweep.config.OptimizerSettings;
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
    Tensor mean = average(GRADIENT, gradient, 0);
    Tensor drift = average(DIFFERENCE, change, 1);
    Tensor ahead = gradient.add(change.mul(column(i -> beta(1, i), gradient)));
    Tensor square = average(SQUARE, ahead.square(), 2);

    Tensor root = square.sqrt().mul(column(i -> 1 / Math.sqrt(correction(2, i)), gradient));
    Tensor denominator = root.add(column(i -> settings(i).eps(), gradient));
    Tensor direction =
        mean.mul(column(i -> learningRate(i) / correction(0, i), gradient))
            .add(drift.mul(column(i -> learningRate(i) * beta(1, i) / correction(1, i), gradient)));
    return parameter
        .sub(direction.div(denominator))
        .mul(column(i -> 1 / (1 + learningRate(i) * settings(i).weightDecay()), parameter));
  }
}
