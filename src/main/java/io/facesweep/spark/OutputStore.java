package io.facesweep.spark;

import io.facesweep.config.SweepConfig;
import io.facesweep.store.StageStore;

/** Opens a sweep's output root as its run does, without starting Spark. */
public final class OutputStore {
  private OutputStore() {}

  /**
   * The store, with the Hadoop settings of spark-submit, of the configuration and of the
   * environment.
   *
   * @throws io.facesweep.UserException if the root cannot be opened
   */
  public static StageStore open(SweepConfig config) {
    return StageStore.open(config.output().uri(), HadoopSettings.of(config));
  }
}
