package io.facesweep.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a task tells the driver of a stage.
 *
 * @param id of the stage
 * @param end how it ended
 * @param error in words; null unless it failed
 */
record StageReport(String id, End end, @Nullable String error) implements Serializable {
  /** How a stage ended. */
  enum End {
    /** This task's result counts. */
    DONE,
    /** It failed, and has a record that says so. */
    FAILED,
    /** Another task or driver had finished it. */
    DONE_BY_ANOTHER
  }
}
