package io.facesweep.synthesis;

import io.facesweep.settings.Dtype;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;

/** What the number formats of settings are to nets. */
public final class NumberFormats {
  private NumberFormats() {}

  /**
   * Returns what nets compute in.
   *
   * @param automatic what {@link Dtype#AUTO} stands for
   */
  public static DType of(Dtype setting, DType automatic) {
    return switch (setting) {
      case AUTO -> automatic;
      case FLOAT32 -> DType.FLOAT32;
      case FLOAT16 -> DType.FLOAT16;
      case BFLOAT16 -> DType.BFLOAT16;
    };
  }

  /** Returns what {@link Dtype#AUTO} stands for on a device: its {@link Device#computeType()}. */
  public static Dtype automatic(Device device) {
    for (Dtype setting : Dtype.values()) {
      if (setting != Dtype.AUTO && of(setting, DType.FLOAT32) == device.computeType()) {
        return setting;
      }
    }
    throw new IllegalStateException("Cannot name %s".formatted(device.computeType()));
  }
}
