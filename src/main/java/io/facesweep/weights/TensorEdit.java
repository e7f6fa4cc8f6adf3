package io.facesweep.weights;

import io.facesweep.tensor.Tensor;

/** Changes tensors as a net takes them. */
@FunctionalInterface
public interface TensorEdit {
  /**
   * Returns the tensor to take, of the same shape, type and device. It may be the given one, whose
   * values may be overwritten: nothing else holds it.
   *
   * @param name by which the net asked for it
   */
  Tensor edited(String name, Tensor tensor);

  /** Changes nothing. */
  static TensorEdit none() {
    return (name, tensor) -> tensor;
  }

  /** Does this, then the other. */
  default TensorEdit then(TensorEdit other) {
    return (name, tensor) -> other.edited(name, edited(name, tensor));
  }
}
