package io.facesweep.spark;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device that this process cannot use any more. Every later call on it would fail, and with them
 * the stages of the whole queue: so the process ends, and they count as stages of a lost executor.
 *
 * @param host where it is
 * @param device as records name it
 * @param reason in CUDA's words
 * @param hasWorked whether stages have ended well on it in this process
 */
record BrokenDevice(String host, String device, String reason, boolean hasWorked) {
  /**
   * How long an executor whose device was broken from the start waits before it ends, e.g. {@code
   * 1min}: its successor on the same device would fail as well, and be given work at once.
   */
  static final String PAUSE = "spark.facesweep.broken-device-pause";

  static final String DEFAULT_PAUSE = "1min";

  private static final Logger LOG = LoggerFactory.getLogger(BrokenDevice.class);

  /**
   * Says what happened and ends this executor; does not return.
   *
   * @param pause for a device that was broken from the start
   */
  void endExecutor(Duration pause) {
    ExecutorMessage.Broken message = new ExecutorMessage.Broken(host, device, reason);
    LOG.error("{}", message.text());
    DriverLink.tell(message);
    ExecutorExit.asDeviceIsBroken(hasWorked ? Duration.ZERO : pause);
  }
}
