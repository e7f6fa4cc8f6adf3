package io.facesweep.run;

import io.facesweep.tensor.Device;
import java.io.Serializable;

/** Opens runners on executors; travels there. */
public interface StageRunners extends Serializable {
  /** Equal for equal checkpoints: a JVM opens one runner for each key and device. */
  String key();

  /** The device of tasks that Spark gave no GPU, in a process of its own ({@code local}). */
  default Device localDevice() {
    return Device.CPU;
  }

  /**
   * Opens a runner, e.g. loads the checkpoints.
   *
   * @throws io.facesweep.UserException if this machine lacks what it needs; the sweep then ends
   */
  StageRunner open(RunnerPlace place);
}
