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
  /** Where a CPU computes by default. */
  public static final Place CPU = new Place(Device.CPU, DType.FLOAT32);

  /**
   * What other places are compared with. In float64 the CPU goes other ways through its libraries
   * than in float32, so that their faults show.
   */
  public static final Place EXACT = new Place(Device.CPU, DType.FLOAT64);

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
