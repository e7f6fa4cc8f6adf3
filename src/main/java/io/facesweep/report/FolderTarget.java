package io.facesweep.report;

import io.facesweep.store.ReportFolder;
import org.jspecify.annotations.Nullable;

/**
 * A report in its folder of the output root, {@code report/NAME}.
 *
 * @param folder that it is written to
 */
record FolderTarget(ReportFolder folder) implements ReportTarget {
  @Override
  public void write(String file, byte[] content) {
    folder.write(file, content);
  }

  @Override
  public void write(String file, byte[] content, String recipe) {
    folder.write(file, content, recipe);
  }

  @Override
  public byte @Nullable [] unchanged(String file, String recipe) {
    return folder.unchanged(file, recipe).orElse(null);
  }

  @Override
  public String writeBeside(String file, byte[] content) {
    return folder.writeBeside(file, content);
  }

  @Override
  public String toOutput() {
    return "../../";
  }
}
