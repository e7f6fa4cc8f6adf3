package io.facesweep.check;

import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import java.util.Locale;

/**
 * Where and in which number format something is computed.
 *
 * @param type a floating-point type
 */
public record Place(Device device, DType type) {
  /** What all other places are compared with. */
  public static final Place REFERENCE = new Place(Device.CPU, DType.FLOAT32);

  /** Brings a CPU tensor here; integers keep their type. */
  public Tensor bring(Tensor tensor) {
    Tensor there = tensor.to(device);
    return tensor.dtype().isFloating() ? there.to(type) : there;
  }

  @Override
  public String toString() {
    return device + " " + type.name().toLowerCase(Locale.ROOT);
  }
}
