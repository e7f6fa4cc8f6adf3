package io.facesweep.run;

import io.facesweep.settings.ModelSettings;
import io.facesweep.tensor.Device;
import java.io.Serializable;

/** Opens runners on executors; travels there. */
public interface StageRunners extends Serializable {
  /** Equal where equal models give equal runners: a JVM opens one for each key and models. */
  String key();

  /** The device of tasks that Spark gave no GPU, in a process of its own ({@code local}). */
  default Device localDevice() {
    return Device.CPU;
  }

  /**
   * Opens a runner, e.g. loads the checkpoints.
   *
   * @param models of the stages that it is to run, by the places that the configuration gives
   * @throws io.facesweep.UserException if this machine lacks what it needs; the sweep then ends
   */
  StageRunner open(RunnerPlace place, ModelSettings models);
}
