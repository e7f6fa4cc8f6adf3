package io.facesweep.train;

import io.facesweep.tensor.Tensor;

/**
 * Float32 numbers with a shape on Java's heap: what one thread draws and another computes with, and
 * no scope frees.
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier, never compared.
public record HeapTensor(float[] values, long[] shape) {
  /** A copy of a tensor of any device. */
  public static HeapTensor of(Tensor tensor) {
    return new HeapTensor(tensor.toFloats(), tensor.shape());
  }

  /** Returns a tensor on the CPU with a copy of the numbers. */
  public Tensor tensor() {
    return Tensor.of(values, shape);
  }
}
