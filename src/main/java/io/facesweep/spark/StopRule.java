package io.facesweep.spark;

import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;

/** Says whether a sweep has its answers before all of its prompts have run. */
public interface StopRule {
  /** Lets every sweep run to its end. */
  StopRule NEVER = (store, sweep) -> false;

  /**
   * Asks the records that are there.
   *
   * @throws io.facesweep.UserException if they cannot be read
   */
  boolean isDecided(StageStore store, StoredSweep sweep);
}
