package io.facesweep.tensor;

/**
 * How convolutions and matrix products run through a batch on the CPU, where an item's numbers must
 * not depend on its batch mates. It holds for what a thread computes while a {@link Scope} is open;
 * a backward pass follows its forward pass.
 *
 * <pre>{@code
 * try (BatchKernels.Scope apart = BatchKernels.APART.open()) { latents = vae.encode(images); }
 * }</pre>
 */
public enum BatchKernels {
  /**
   * One call for the batch, of kernels that treat every item alike on all processors seen so far.
   */
  WHOLE,
  /** A call for each item: slower, and the same bits by construction. */
  APART,
  /** PyTorch's own choice by the whole batch; items may round by their mates. For training. */
  FASTEST,
  /**
   * As {@link #WHOLE}, but one matrix product for the batch: items may round by how many they are.
   * For batches that are the same whatever else is computed, as the views that a trial is measured
   * by.
   */
  JOINED;

  private static final ThreadLocal<BatchKernels> CURRENT = ThreadLocal.withInitial(() -> WHOLE);

  /** While it is open, this thread computes with the kernels that were asked for. */
  public static final class Scope implements AutoCloseable {
    private final BatchKernels before = CURRENT.get();

    private Scope(BatchKernels kernels) {
      CURRENT.set(kernels);
    }

    @Override
    public void close() {
      CURRENT.set(before);
    }
  }

  /** Returns what this thread computes with; {@link #WHOLE} outside of every scope. */
  public static BatchKernels current() {
    return CURRENT.get();
  }

  /** Lets this thread compute with these kernels until the scope is closed. */
  public Scope open() {
    return new Scope(this);
  }

  static int number() {
    return CURRENT.get().ordinal();
  }
}
