package io.facesweep.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * A CUDA device 0 that is not there: tensors compute on the CPU and say that they are on it. An
 * operator that would meet tensors of both devices throws, as does reading memory of the device;
 * calls and copies are counted. While it is open it holds for the whole process.
 */
public final class DeviceDouble extends Placement implements AutoCloseable {
  /** The pretended device. */
  public static final Device DEVICE = new Device(0);

  private final Traffic traffic = new Traffic();

  private DeviceDouble() {}

  /** Puts it in; {@link Device#cuda} opens index 0 from now on. */
  public static DeviceDouble open() {
    if (installed() != null) {
      throw new IllegalStateException("Cannot open a second device double");
    }
    DeviceDouble device = new DeviceDouble();
    install(device);
    return device;
  }

  /** What was called and copied so far. */
  public Traffic traffic() {
    return traffic;
  }

  @Override
  public void close() {
    install(null);
  }

  @Override
  boolean has(int index) {
    return index == DEVICE.cudaIndex();
  }

  @Override
  void computed(String operator, Object[] arguments, List<Tensor> results) {
    switch (operator) {
      case "grad" -> gradients(arguments, results);
      case "copy_" -> copyOver((Tensor) arguments[0], (Tensor) arguments[1]);
      default -> place(operator, tensors(arguments), results);
    }
  }

  /** Outputs and seeds are on one device, and each gradient is where its input is. */
  private void gradients(Object[] arguments, List<Tensor> results) {
    List<Tensor> together = tensors(arguments[0], arguments[2]);
    place("grad", together, List.of());
    List<Tensor> inputs = tensors(arguments[1]);
    for (int i = 0; i < results.size(); i++) {
      results.get(i).pretend(inputs.get(i).device());
    }
  }

  /** PyTorch's copy_ goes from any device to any other. */
  private void copyOver(Tensor target, Tensor source) {
    if (!target.device().equals(source.device())) {
      traffic.copy(source, target.device());
    }
  }

  private void place(String operator, List<Tensor> arguments, List<Tensor> results) {
    boolean onDevice = arguments.stream().anyMatch(DeviceDouble::isOnDevice);
    // a scalar of the host may meet a tensor of the device
    boolean onHost = arguments.stream().anyMatch(t -> !isOnDevice(t) && t.rank() > 0);
    if (onDevice && onHost) {
      throw new IllegalStateException(
          "Cannot compute %s: tensors of two devices meet, at %s"
              .formatted(operator, Traffic.trace()));
    }
    if (onDevice) {
      traffic.call(operator);
      results.forEach(result -> result.pretend(DEVICE));
    }
  }

  @Override
  Tensor copied(Tensor tensor, Device target) {
    traffic.copy(tensor, target);
    Tensor there = tensor.copy();
    there.pretend(target);
    return there;
  }

  @Override
  void read(Tensor tensor) {
    if (isOnDevice(tensor)) {
      throw new IllegalStateException(
          "Cannot read the memory of a tensor on %s, at %s".formatted(DEVICE, Traffic.trace()));
    }
  }

  private static boolean isOnDevice(Tensor tensor) {
    return tensor.device().isCuda();
  }

  private static List<Tensor> tensors(Object... arguments) {
    List<Tensor> all = new ArrayList<>();
    for (Object argument : arguments) {
      if (argument instanceof Tensor tensor) {
        all.add(tensor);
      } else if (argument instanceof Tensor[] array) {
        all.addAll(List.of(array));
      }
    }
    return all;
  }
}
