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
  public void write(String file, byte[] content, String recipe) {
    target.write(file, content, recipe);
  }

  @Override
  public byte @Nullable [] unchanged(String file, String recipe) {
    return target.unchanged(file, recipe);
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
