package io.facesweep.tensor;

import ai.djl.pytorch.jni.FaceSweepNatives;
import ai.djl.pytorch.jni.TorchBridge;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The loaded native library, its thread count, and calls of the operators in {@code operators.py}
 * by name.
 */
public final class Torch {
  /** The compiled operators, once the engine is there. */
  private static final class Operators {
    static final long MODULE = OperatorModule.load();
  }

  private Torch() {}

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
   * @param version PyTorch's, and whose natives call it
   * @param djl DJL's version
   * @param folder that holds libtorch
   */
  public record Origin(String version, String djl, String folder) {}

  /** Returns which native library is in use. */
  public static Origin origin() {
    return new Origin(version(), TorchBridge.djlVersion(), TorchBridge.libraryFolder().toString());
  }

  /**
   * CUDA devices that libtorch can compute on in this process. Counting them opens each, which
   * takes memory of each; {@link Device#preferred()} opens one at most.
   */
  public static int cudaDeviceCount() {
    return CudaDevices.count();
  }

  /**
   * Returns how many bytes can still be allocated on a device: what the driver has free, and what
   * PyTorch's cache has and does not use. A single tensor of that size may not fit, for the cache
   * is in pieces.
   *
   * @return empty for the CPU, and where it cannot be told: with DJL's natives, see docs/pytorch.md
   */
  public static OptionalLong freeMemory(Device device) {
    long[] memory = memory(device);
    return memory == null ? OptionalLong.empty() : OptionalLong.of(memory[0] + memory[2]);
  }

  /**
   * Returns the most bytes that tensors of this process took on a device at any one time.
   *
   * @return empty where {@link #freeMemory} is
   */
  public static OptionalLong peakMemory(Device device) {
    long[] memory = memory(device);
    return memory == null ? OptionalLong.empty() : OptionalLong.of(memory[3]);
  }

  private static long @Nullable [] memory(Device device) {
    TorchBridge.loadEngine();
    return device.isCuda() && FaceSweepNatives.present()
        ? FaceSweepNatives.deviceMemory(device.cudaIndex())
        : null;
  }

  /**
   * Gives memory of freed tensors that is only kept for the next ones back: that of CUDA devices,
   * where some are in use, to the driver, and the process's own to the system.
   */
  public static void releaseCachedMemory() {
    TorchBridge.emptyCaches();
  }

  /**
   * Returns the version of PyTorch that computes, and whose natives call it, e.g. {@code 2.13.0
   * (FaceSweep's natives)}.
   */
  public static String version() {
    TorchBridge.loadEngine();
    return FaceSweepNatives.present()
        ? FaceSweepNatives.loadedVersion() + " (FaceSweep's natives)"
        : TorchBridge.statedVersion() + " (DJL's natives)";
  }

  static Tensor tensor(String operator, Object... arguments) {
    long result = run(operator, arguments);
    try {
      Tensor tensor = Tensor.wrap(TorchBridge.unboxTensor(result));
      watch(operator, arguments, List.of(tensor));
      return tensor;
    } finally {
      TorchBridge.deleteValue(result);
    }
  }

  static List<Tensor> tensors(String operator, Object... arguments) {
    long result = run(operator, arguments);
    try {
      List<Tensor> tensors = Tensor.wrapAll(TorchBridge.unboxTensors(result));
      watch(operator, arguments, tensors);
      return tensors;
    } finally {
      TorchBridge.deleteValue(result);
    }
  }

  static long integer(String operator, Object... arguments) {
    long result = run(operator, arguments);
    try {
      watch(operator, arguments, List.of());
      return TorchBridge.unboxLong(result);
    } finally {
      TorchBridge.deleteValue(result);
    }
  }

  private static void watch(String operator, Object[] arguments, List<Tensor> results) {
    Placement placement = Placement.installed();
    if (placement != null) {
      placement.computed(operator, arguments, results);
    }
  }

  private static long run(String operator, Object... arguments) {
    TorchBridge.loadEngine();
    long[] boxed = new long[arguments.length];
    int made = 0;
    try {
      for (; made < boxed.length; made++) {
        boxed[made] = box(arguments[made]);
      }
      return TorchBridge.run(Operators.MODULE, operator, boxed);
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
