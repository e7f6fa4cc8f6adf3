package io.facesweep.synthesis;

import io.facesweep.settings.OptimizerSettings;
import io.facesweep.tensor.Functional;
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
    Tensor columns =
        columns(
            parameter,
            this::shrink,
            this::decay,
            i -> beta(0, i),
            i -> 1 - beta(0, i),
            i -> beta(1, i),
            i -> 1 - beta(1, i),
            i -> 1 / Math.sqrt(correction(1, i)),
            i -> settings(i).eps(),
            i -> learningRate(i) / correction(0, i));
    List<Tensor> next =
        Functional.adam(parameter, gradient, state(FIRST_MOMENT), state(SECOND_MOMENT), columns);
    replace(FIRST_MOMENT, next.get(1));
    replace(SECOND_MOMENT, next.get(2));
    return next.get(0);
  }

  /** What an item's parameter is multiplied with before the step. */
  double shrink(int item) {
    return 1;
  }

  /** How much of an item's parameter is added to its gradient. */
  double decay(int item) {
    return settings(item).weightDecay();
  }
}
