package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.tensor.Device;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/** Which GPU Spark gave a task. */
final class GpuBinding {
  private static final String GPU = "gpu";

  private GpuBinding() {}

  /**
   * The device that a task was given; empty if Spark was asked for none.
   *
   * @throws UserException if it was given a GPU that this JVM does not see
   */
  static Optional<Device> ofTask(TaskContext task) {
    Map<String, ResourceInformation> resources = task.resourcesJMap();
    ResourceInformation gpu = resources.get(GPU);
    return gpu == null
        ? Optional.empty()
        : Optional.of(
            Device.cuda(index(List.of(gpu.addresses()), System.getenv("CUDA_VISIBLE_DEVICES"))));
  }

  /** The addresses that a task was given, e.g. {@code 1}; empty if none. */
  static String addresses(TaskContext task) {
    ResourceInformation gpu = task.resourcesJMap().get(GPU);
    return gpu == null ? "" : String.join(",", gpu.addresses());
  }

  /**
   * The ordinal that CUDA gives an address.
   *
   * @param addresses that Spark gave
   * @param visible the value of {@code CUDA_VISIBLE_DEVICES}; CUDA counts what it lists from 0
   */
  static int index(List<String> addresses, @Nullable String visible) {
    if (addresses.size() != 1) {
      throw new UserException(
          "Cannot bind a task to a GPU: it was given %s (expected one; set".formatted(addresses)
              + " spark.task.resource.gpu.amount=1)");
    }
    String address = addresses.get(0);
    if (visible != null && !visible.isBlank()) {
      int position = List.of(visible.trim().split("\\s*,\\s*")).indexOf(address);
      if (position >= 0) {
        return position;
      }
    }
    if (!address.matches("\\d+")) {
      throw new UserException(
          "Cannot bind a task to GPU '%s': its address is no number (check the discovery script)"
              .formatted(address));
    }
    return Integer.parseInt(address);
  }
}
