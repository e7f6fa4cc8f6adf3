package io.facesweep.spark;

import io.facesweep.config.SweepConfig;
import io.facesweep.run.RunnerPlace;
import io.facesweep.tensor.Device;

/** This process as the place of work that it does alone, without starting Spark. */
public final class LocalPlace {
  private LocalPlace() {}

  /** Returns the place, with the Hadoop settings that a run of the sweep would have. */
  public static RunnerPlace of(SweepConfig config, Device device) {
    return new RunnerPlace(device, HadoopSettings.of(config), RunnerPlace.Process.ALONE, 1);
  }
}
