package io.facesweep.report;

import org.jspecify.annotations.Nullable;

/** Where a report is written to. Safe for many threads. */
interface ReportTarget {
  /**
   * Writes a file, in the place of an older one.
   *
   * @param file relative, with {@code /}
   * @throws io.facesweep.UserException if it cannot be written
   */
  void write(String file, byte[] content);

  /**
   * Writes a file that took time to make.
   *
   * @param file relative, with {@code /}
   * @param recipe of {@link Recipe#hash}
   * @throws io.facesweep.UserException if it cannot be written
   */
  void write(String file, byte[] content, String recipe);

  /**
   * Returns the content of a file that the last report made by the same recipe, and keeps it; null
   * where it has to be made.
   */
  byte @Nullable [] unchanged(String file, String recipe);

  /**
   * Writes a file that users work in, beside one that they have changed.
   *
   * @param file relative, with {@code /} and an extension
   * @return the name that it has
   * @throws io.facesweep.UserException if it cannot be written
   */
  String writeBeside(String file, byte[] content);

  /**
   * Returns the path from the report to the output root if it lies there for good, so that pages
   * may refer to files of stages; null if it must be whole by itself.
   */
  @Nullable String toOutput();
}
