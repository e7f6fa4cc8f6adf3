package io.facesweep.run;

import io.facesweep.UserException;

/** A CUDA device has failed so that this process cannot use it any more. */
public final class BrokenDeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason in CUDA's words
   */
  BrokenDeviceException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /**
   * Returns the end of what ran on the device in this process, with what to do next.
   *
   * @param what ran, e.g. {@code sweep}
   * @param device as records name it
   */
  public UserException end(String what, String device) {
    return new UserException(
        "%s is broken, and this process cannot use it any more (%s). What is finished is kept: run"
                .formatted(device, getMessage())
            + " the %s again to go on; if it fails at once, look at the device (nvidia-smi)"
                .formatted(what),
        this);
  }
}
