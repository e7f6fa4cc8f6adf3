package io.facesweep.report;

import io.facesweep.analysis.SweepEffects;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.tables.SweepRecords;

/** The answers of a sweep that is still running. */
public final class SweepAnswers {
  private SweepAnswers() {}

  /**
   * Tells whether every comparison of the measures that decide is decided, by the records that are
   * there.
   *
   * @throws io.facesweep.UserException if they cannot be read
   */
  public static boolean areDecided(StageStore store, StoredSweep sweep) {
    return SweepEffects.areDecided(
        sweep, SweepRecords.read(store, sweep, (record, measures, trials, steps) -> {}));
  }
}
