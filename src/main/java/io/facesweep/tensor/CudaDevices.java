package io.facesweep.tensor;

import ai.djl.pytorch.jni.TorchBridge;
import io.facesweep.UserException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which CUDA devices there are, by libtorch's own word: a device is one on which it has computed
 * something. What other libraries of CUDA say of the same machine does not count.
 */
final class CudaDevices {
  /** What libtorch said when a device was first tried, by index; empty where it computed. */
  private static final Map<Integer, Optional<String>> TRIED = new ConcurrentHashMap<>();

  private CudaDevices() {}

  static boolean works(int index) {
    return complaint(index).isEmpty();
  }

  /** Devices from 0 on that work. */
  static int count() {
    int count = 0;
    while (works(count)) {
      count++;
    }
    return count;
  }

  /**
   * Makes sure that a device works.
   *
   * @throws UserException saying why it does not
   */
  static void require(int index) {
    complaint(index)
        .ifPresent(
            text -> {
              throw new UserException(
                  CudaFailure.message(index, count(), text, TorchBridge.libraryFolder()));
            });
  }

  private static Optional<String> complaint(int index) {
    Placement placement = Placement.installed();
    if (placement != null) {
      return placement.has(index) ? Optional.empty() : Optional.of("no such device");
    }
    return TRIED.computeIfAbsent(index, CudaDevices::tryOut);
  }

  private static Optional<String> tryOut(int index) {
    TorchBridge.loadEngine();
    try {
      long sum = Torch.integer("try_cuda", index);
      return sum == 12 ? Optional.empty() : Optional.of("2 * 3 + 2 * 3 came out as " + sum);
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
