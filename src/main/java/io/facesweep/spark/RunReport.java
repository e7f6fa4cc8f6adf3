package io.facesweep.spark;

import io.facesweep.store.RunProgress;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import org.jspecify.annotations.Nullable;

/**
 * The report of a sweep while the sweep runs.
 *
 * @param writer of it; called by one thread
 * @param stopper is told when the sweep has ended: a report that is being written need not be
 *     finished
 */
public record RunReport(Writer writer, Runnable stopper) {
  /** Is never written. */
  public static final RunReport NONE = new RunReport((store, sweep, progress) -> {}, () -> {});

  /** Writes the report of a sweep that runs. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes what there is so far, in the place of what was written before.
     *
     * @param progress of the stages that run; null before the first of them
     * @throws io.facesweep.UserException if it cannot be written, which does not end the sweep
     */
    void write(StageStore store, StoredSweep sweep, @Nullable RunProgress progress);
  }
}
