package io.facesweep.bench;

import io.facesweep.synthesis.DeviceSteps;
import io.facesweep.tensor.Traffic;
import java.util.List;
import java.util.Locale;

/**
 * Counts what a step of a batch asks of a GPU, on a device double: calls of operators, and copies
 * by the place that makes them. Needs no GPU. Arguments: values of K; 1 and 8 by default.
 */
public final class DeviceCalls {
  private DeviceCalls() {}

  public static void main(String[] arguments) {
    List<Integer> batches =
        arguments.length == 0
            ? List.of(1, 8)
            : List.of(arguments).stream().map(Integer::valueOf).toList();
    try (DeviceSteps steps = new DeviceSteps()) {
      for (DeviceSteps.Kind kind : DeviceSteps.Kind.values()) {
        for (int batch : batches) {
          print(kind, batch, steps.count(kind, batch));
        }
      }
    }
  }

  private static void print(DeviceSteps.Kind kind, int batch, DeviceSteps.Counted counted) {
    Traffic traffic = counted.traffic();
    double steps = counted.steps();
    System.out.printf(
        Locale.ROOT,
        "%s, K = %d, a step: %.0f calls; %.1f copies to the device (%.0f bytes), %.1f to the host (%.0f bytes)%n",
        kind,
        batch,
        traffic.times(Traffic.Kind.CALL) / steps,
        traffic.times(Traffic.Kind.TO_DEVICE) / steps,
        traffic.bytes(Traffic.Kind.TO_DEVICE) / steps,
        traffic.times(Traffic.Kind.TO_HOST) / steps,
        traffic.bytes(Traffic.Kind.TO_HOST) / steps);
    System.out.println("  to the device:\n" + traffic.table(Traffic.Kind.TO_DEVICE, steps));
    System.out.println("  to the host:\n" + traffic.table(Traffic.Kind.TO_HOST, steps));
  }
}
