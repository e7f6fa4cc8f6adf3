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
   * A CUDA device by ordinal, after libtorch has computed something on it.
   *
   * @throws UserException if libtorch cannot, saying why and what to set
   */
  public static Device cuda(int index) {
    Device device = new Device(index);
    CudaDevices.require(index);
    return device;
  }

  /** The first CUDA device if libtorch can compute on it, else the CPU. */
  public static Device preferred() {
    return CudaDevices.works(0) ? new Device(0) : CPU;
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
