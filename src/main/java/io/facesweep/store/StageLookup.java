package io.facesweep.store;

/** What there is of a stage. */
public sealed interface StageLookup {
  /** A record to rely on. */
  record Found(StageRecord record) implements StageLookup {}

  /** Nothing: it has not ended. */
  record Absent() implements StageLookup {}

  /**
   * A file that is no record to rely on: as if it were absent, and the next to end replaces it.
   *
   * @param path of the file
   * @param reason why not
   */
  record Untrusted(String path, String reason) implements StageLookup {
    /** Returns what to tell people. */
    public String message() {
      return "Cannot trust record %s: %s; the stage runs again".formatted(path, reason);
    }
  }
}
