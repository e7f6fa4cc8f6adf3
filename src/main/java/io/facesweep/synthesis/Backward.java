package io.facesweep.synthesis;

import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what one backward pass starts from: tensors, and the gradient that comes to each from
 * outside.
 */
final class Backward {
  private final List<Tensor> outputs = new ArrayList<>();
  private final List<Tensor> seeds = new ArrayList<>();

  /** An output and its gradient, of the output's shape. */
  void add(Tensor output, Tensor gradient) {
    outputs.add(output);
    seeds.add(gradient);
  }

  /** Losses [K] with a weight each. */
  void addLoss(Tensor losses, double[] weights) {
    add(losses, ItemValues.column(weights, losses));
  }

  /** Gradients of the sum with respect to the inputs. */
  List<Tensor> gradients(List<Tensor> inputs) {
    return Autograd.gradients(outputs, seeds, inputs);
  }
}
