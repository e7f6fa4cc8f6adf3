package io.facesweep.report;

import org.jspecify.annotations.Nullable;

/**
 * A report that has copies of the files of a sweep whose output root is another than its own.
 *
 * @param target that it is written to
 */
record Copies(ReportTarget target) implements ReportTarget {
  @Override
  public void write(String file, byte[] content) {
    target.write(file, content);
  }

  @Override
  public String writeBeside(String file, byte[] content) {
    return target.writeBeside(file, content);
  }

  @Override
  public @Nullable String toOutput() {
    return null;
  }
}
