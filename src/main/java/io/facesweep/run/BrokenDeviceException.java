package io.facesweep.run;

/** A CUDA device has failed so that this process cannot use it any more. */
public final class BrokenDeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason in CUDA's words
   */
  BrokenDeviceException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
