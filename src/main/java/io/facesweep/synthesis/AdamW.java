package io.facesweep.synthesis;

import io.facesweep.settings.OptimizerSettings;
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
  double shrink(int item) {
    return 1 - learningRate(item) * settings(item).weightDecay();
  }

  @Override
  double decay(int item) {
    return 0;
  }
}
