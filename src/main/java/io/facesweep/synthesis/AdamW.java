package io.facesweep.synthesis;

import io.facesweep.config.OptimizerSettings;
import io.facesweep.tensor.Tensor;
import java.util.List;

/**
 * AdamW (Loshchilov and Hutter 2019, arXiv 1711.05101, algorithm 2), with PyTorch's {@code lr x
 * decay}.
 */
final class AdamW extends Adam {
  AdamW(List<OptimizerSettings> items, Tensor parameter) {
    super(items, parameter);
  }

  @Override
  Tensor update(Tensor parameter, Tensor gradient) {
    Tensor shrink = column(i -> 1 - learningRate(i) * settings(i).weightDecay(), parameter);
    return descend(parameter.mul(shrink), gradient);
  }
}
