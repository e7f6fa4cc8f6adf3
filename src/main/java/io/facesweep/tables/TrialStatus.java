package io.facesweep.tables;

import java.util.Locale;

/** How a trial stands, by the records of its stages. */
public enum TrialStatus {
  /** All of its stages are done. */
  DONE,
  /** A stage of it failed. */
  FAILED,
  /** A stage of it has not run. */
  MISSING;

  /** Returns the name in tables: {@code done}, {@code failed}, {@code missing}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
