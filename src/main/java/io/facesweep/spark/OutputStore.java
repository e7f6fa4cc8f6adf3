package io.facesweep.spark;

import io.facesweep.config.SweepConfig;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.SweepFolder;

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

  /**
   * The sweep as it was planned last, with the baselines and the analysis that the configuration
   * has now.
   *
   * @throws io.facesweep.UserException if it was never run, or its output cannot be read
   */
  public static StoredSweep planned(SweepConfig config) {
    return new SweepFolder(open(config), config.sweep().name()).read().asking(config);
  }
}
