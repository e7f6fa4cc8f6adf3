package io.facesweep.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides where tensors are said to be. There is none but in tests, which put one in so as to find
 * on a CPU what would fail or be slow on a GPU.
 */
abstract class Placement {
  private static volatile @Nullable Placement installed;

  /** The placement in force; null, and then tensors are where libtorch has them. */
  static @Nullable Placement installed() {
    return installed;
  }

  static void install(@Nullable Placement placement) {
    installed = placement;
  }

  /** Whether there is a CUDA device of an index. */
  abstract boolean has(int index);

  /**
   * Learns of an operator that has run, and says where its results are.
   *
   * @param arguments as given to {@link Torch}: tensors, arrays of tensors, numbers
   */
  abstract void computed(String operator, Object[] arguments, List<Tensor> results);

  /** A copy on another device. */
  abstract Tensor copied(Tensor tensor, Device target);

  /** Learns that the host reads or writes a tensor's memory. */
  abstract void read(Tensor tensor);
}
