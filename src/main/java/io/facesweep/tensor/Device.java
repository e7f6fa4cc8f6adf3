package io.facesweep.tensor;

import io.facesweep.UserException;

/**
 * Where a tensor lives.
 *
 * @param cudaIndex ordinal of the CUDA device, or -1 for the CPU
 */
public record Device(int cudaIndex) {
  public static final Device CPU = new Device(-1);

  public Device {
    if (cudaIndex < -1) {
      throw new IllegalArgumentException(
          "Invalid CUDA index: " + cudaIndex + " (expected 0 or more)");
    }
  }

  /**
   * A CUDA device by ordinal.
   *
   * @throws UserException if this process sees no such device
   */
  public static Device cuda(int index) {
    int count = Torch.cudaDeviceCount();
    if (index >= count) {
      throw new UserException(
          "Cannot use CUDA device %d: this process sees %d. Check nvidia-smi and CUDA_VISIBLE_DEVICES, and that libtorch is a CUDA build"
                  .formatted(index, count)
              + " (PYTORCH_FLAVOR, PYTORCH_LIBRARY_PATH).");
    }
    return new Device(index);
  }

  public boolean isCuda() {
    return cudaIndex >= 0;
  }

  /**
   * The element type nets compute in here: float16 on CUDA, float32 on a CPU, which emulates
   * float16 slowly.
   */
  public DType computeType() {
    return isCuda() ? DType.FLOAT16 : DType.FLOAT32;
  }

  @Override
  public String toString() {
    return isCuda() ? "cuda:" + cudaIndex : "cpu";
  }
}
