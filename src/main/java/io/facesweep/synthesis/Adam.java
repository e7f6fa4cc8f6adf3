package io.facesweep.synthesis;

import io.facesweep.config.OptimizerSettings;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1); weight decay is added to the gradient.
 */
class Adam extends Optimizer {
  private static final int FIRST_MOMENT = 0;
  private static final int SECOND_MOMENT = 1;

  Adam(List<OptimizerSettings> items, Tensor parameter) {
    super(items, parameter, 2);
  }

  @Override
  Tensor update(Tensor parameter, Tensor gradient) {
    Tensor decay = column(i -> settings(i).weightDecay(), parameter);
    return descend(parameter, gradient.add(parameter.mul(decay)));
  }

  /** The parameter after a step along the corrected moments. */
  final Tensor descend(Tensor parameter, Tensor gradient) {
    Tensor first = average(FIRST_MOMENT, gradient, 0);
    Tensor second = average(SECOND_MOMENT, gradient.square(), 1);
    Tensor root = second.sqrt().mul(column(i -> 1 / Math.sqrt(correction(1, i)), gradient));
    Tensor denominator = root.add(column(i -> settings(i).eps(), gradient));
    Tensor rate = column(i -> learningRate(i) / correction(0, i), gradient);
    return parameter.sub(first.mul(rate).div(denominator));
  }
}
