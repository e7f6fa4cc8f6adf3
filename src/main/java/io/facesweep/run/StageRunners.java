package io.facesweep.run;

import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Instrument;
import io.facesweep.settings.ModelSettings;
import io.facesweep.tensor.Device;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Opens runners on executors; travels there. */
public interface StageRunners extends Serializable {
  /** Equal where equal models give equal runners: a JVM opens one for each key and models. */
  String key();

  /** What stages are measured with; null where they are not. */
  default @Nullable Instrument instrument() {
    return null;
  }

  /** What the models contain that it opens; nothing is known where it opens none. */
  default Fingerprints fingerprints() {
    return Fingerprints.NONE;
  }

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
