package io.facesweep.tensor;

import ai.djl.pytorch.jni.TorchBridge;
import java.util.List;

/**
 * The loaded native library, its thread count, and calls of the operators in {@code operators.py}
 * by name.
 */
public final class Torch {
  private static final long OPERATORS = load();

  private Torch() {}

  private static long load() {
    TorchBridge.loadEngine();
    return TorchBridge.loadModule(OperatorArchive.ofOperators());
  }

  /** Threads that one operator may use on the CPU. */
  public static int threads() {
    return TorchBridge.threads();
  }

  /**
   * Sets the threads of operators.
   *
   * @param count threads that one operator may use on the CPU, for the whole process; 1 where
   *     several tasks share a machine
   */
  public static void threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "Invalid thread count: " + count + " (expected at least 1)");
    }
    TorchBridge.threads(count);
  }

  /**
   * Where the native library comes from.
   *
   * @param version PyTorch's, with the flavour
   * @param djl DJL's version
   * @param folder that holds libtorch
   */
  public record Origin(String version, String djl, String folder) {}

  /** Which native library is in use. */
  public static Origin origin() {
    String[] parts = TorchBridge.origin();
    return new Origin(parts[0], parts[1], parts[2]);
  }

  /** CUDA devices that this process can see. */
  public static int cudaDeviceCount() {
    return TorchBridge.cudaDeviceCount();
  }

  /** Gives cached device memory back to the driver. */
  public static void releaseCachedMemory() {
    if (cudaDeviceCount() > 0) {
      TorchBridge.emptyCudaCache();
    }
  }

  static Tensor tensor(String operator, Object... arguments) {
    long result = run(operator, arguments);
    try {
      return Tensor.wrap(TorchBridge.unboxTensor(result));
    } finally {
      TorchBridge.deleteValue(result);
    }
  }

  static List<Tensor> tensors(String operator, Object... arguments) {
    long result = run(operator, arguments);
    try {
      return Tensor.wrapAll(TorchBridge.unboxTensors(result));
    } finally {
      TorchBridge.deleteValue(result);
    }
  }

  static long integer(String operator, Object... arguments) {
    long result = run(operator, arguments);
    try {
      return TorchBridge.unboxLong(result);
    } finally {
      TorchBridge.deleteValue(result);
    }
  }

  private static long run(String operator, Object... arguments) {
    long[] boxed = new long[arguments.length];
    int made = 0;
    try {
      for (; made < boxed.length; made++) {
        boxed[made] = box(arguments[made]);
      }
      return TorchBridge.run(OPERATORS, operator, boxed);
    } finally {
      for (int i = 0; i < made; i++) {
        TorchBridge.deleteValue(boxed[i]);
      }
    }
  }

  private static long box(Object argument) {
    if (argument instanceof Tensor tensor) {
      return TorchBridge.box(tensor.handle());
    } else if (argument instanceof Integer || argument instanceof Long) {
      return TorchBridge.boxLong(((Number) argument).longValue());
    } else if (argument instanceof Float || argument instanceof Double) {
      return TorchBridge.boxDouble(((Number) argument).doubleValue());
    } else if (argument instanceof Boolean flag) {
      return TorchBridge.boxBoolean(flag);
    } else if (argument instanceof long[] values) {
      return TorchBridge.boxLongs(values);
    } else if (argument instanceof double[] values) {
      return TorchBridge.boxDoubles(values);
    } else if (argument instanceof Tensor[] tensors) {
      return TorchBridge.box(Tensor.handles(List.of(tensors)));
    }
    throw new IllegalArgumentException(
        "Cannot pass " + argument.getClass().getName() + " to an operator");
  }
}
