package io.facesweep.store;

import java.util.Locale;

/** How a stage ended. */
public enum StageStatus {
  /** It has its result, which nothing replaces. */
  DONE,
  /** It threw; it may be tried again. */
  FAILED;

  /** The name in records and tables: {@code done}, {@code failed}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
