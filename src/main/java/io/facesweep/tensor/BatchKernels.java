package io.facesweep.tensor;

/**
 * How convolutions and matrix products run through a batch on the CPU, where an item's numbers must
 * not depend on its batch mates. Process-wide.
 */
public enum BatchKernels {
  /**
   * One call for the batch, of kernels that treat every item alike on all processors seen so far.
   */
  WHOLE,
  /** A call for each item: slower, and the same bits by construction. */
  APART;

  private static volatile BatchKernels current = WHOLE;

  /** How it is now; {@link #WHOLE} at first. */
  public static BatchKernels current() {
    return current;
  }

  /** Changes it, for the whole process. An item alone comes out the same either way. */
  public static void use(BatchKernels kernels) {
    current = kernels;
  }

  static boolean areApart() {
    return current == APART;
  }
}
