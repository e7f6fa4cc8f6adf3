package io.facesweep.weights;

import io.facesweep.tensor.Tensor;

/** Where a net's tensors come from when no files hold them, such as a net in training. */
@FunctionalInterface
public interface TensorSource {
  /**
   * The tensor of a key; asked once for each. Its owner stays whoever owns it.
   *
   * @param shape the shape that it must have
   */
  Tensor tensor(String key, long... shape);
}
