package io.facesweep.tensor;

import ai.djl.pytorch.jni.TorchBridge;
import java.nio.file.Path;

/**
 * A TorchScript file of a user's, on a device, for inference. Its code runs in this process: it can
 * do what libtorch's operators can, reading and writing files included. Threads may share it.
 */
public final class ScriptModule implements AutoCloseable {
  private final Device device;
  private long handle;

  private ScriptModule(long handle, Device device) {
    this.handle = handle;
    this.device = device;
  }

  /**
   * Loads a file.
   *
   * @throws ai.djl.engine.EngineException with libtorch's message if it is none
   */
  public static ScriptModule load(Path file, Device device) {
    return new ScriptModule(
        TorchBridge.loadModule(file, device.isCuda() ? device.cudaIndex() : -1), device);
  }

  /**
   * Runs the method {@code forward} without recording for gradients.
   *
   * @param input on any device
   * @return its result in the caller's scope, on the module's device
   * @throws IllegalArgumentException if the result is no tensor
   */
  public Tensor forward(Tensor input) {
    try (GradMode off = GradMode.disabled()) {
      long argument = TorchBridge.box(input.to(device).handle());
      try {
        return unbox(TorchBridge.run(handle, "forward", new long[] {argument}));
      } finally {
        TorchBridge.deleteValue(argument);
      }
    }
  }

  private static Tensor unbox(long result) {
    try {
      if (!TorchBridge.isTensor(result)) {
        throw new IllegalArgumentException("Invalid result: no tensor (expected one tensor)");
      }
      return Tensor.wrap(TorchBridge.unboxTensor(result));
    } finally {
      TorchBridge.deleteValue(result);
    }
  }

  @Override
  public void close() {
    if (handle != 0) {
      TorchBridge.deleteModule(handle);
      handle = 0;
    }
  }
}
