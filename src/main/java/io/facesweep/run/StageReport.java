package io.facesweep.run;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a stage of a batch ended, for whoever had it run.
 *
 * @param id of the stage
 * @param end how it ended
 * @param error in words; null unless it failed
 */
public record StageReport(String id, End end, @Nullable String error) implements Serializable {
  /** How a stage ended. */
  public enum End {
    /** Its result is the one that counts. */
    DONE,
    /** It failed, and has a record that says so. */
    FAILED,
    /** Another task or process had finished it. */
    DONE_BY_ANOTHER,
    /** It was asked to stop before its end; it has no record. */
    STOPPED
  }
}
