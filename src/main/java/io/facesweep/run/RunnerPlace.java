package io.facesweep.run;

import io.facesweep.UserException;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.ModelSettings;
import io.facesweep.synthesis.NumberFormats;
import io.facesweep.tensor.Device;
import org.apache.hadoop.conf.Configuration;

/**
 * Where a runner is opened.
 *
 * @param device to compute on
 * @param hadoop how to reach remote files
 * @param process whose place it is
 * @param tasks how many tasks of this process may use the device at once
 */
public record RunnerPlace(Device device, Configuration hadoop, Process process, int tasks) {
  /** What else a process does that runs stages. */
  public enum Process {
    /** It does nothing else, and has read the checkpoints' fingerprints itself. */
    ALONE,
    /** It drives a sweep, and has read the checkpoints' fingerprints itself. */
    DRIVER,
    /** It runs tasks of a driver on another machine, perhaps. */
    EXECUTOR
  }

  /** Whether the checkpoints may be others than those whose fingerprints the runners have. */
  public boolean isRemote() {
    return process == Process.EXECUTOR;
  }

  /** Returns the number format that {@link Dtype#AUTO} stands for here. */
  public Dtype automatic() {
    return automatic(device);
  }

  /** Returns the number format that {@link Dtype#AUTO} stands for on a device. */
  public static Dtype automatic(Device device) {
    return NumberFormats.automatic(device);
  }

  /**
   * Opens a runner here.
   *
   * @param models of the stages that it is to run
   * @throws UserException if this machine lacks what it needs, or memory for it
   * @throws BrokenDeviceException if the device is
   */
  public StageRunner open(StageRunners runners, ModelSettings models) {
    try {
      return runners.open(this, models);
    } catch (RuntimeException | OutOfMemoryError e) {
      DeviceFault.requireUsable(e);
      if (DeviceFault.of(e) == DeviceFault.OUT_OF_MEMORY) {
        throw new UserException(
            "Cannot open the models on %s: %s (free its memory, let fewer tasks share it, or take"
                    .formatted(device, DeviceFault.reason(e))
                + " one with more)",
            e);
      }
      throw e;
    }
  }
}
