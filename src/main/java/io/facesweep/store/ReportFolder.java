package io.facesweep.store;

import io.facesweep.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a sweep's report, {@code report/NAME}, and the files that a report is made of. On
 * S3 the files have the media types by which browsers know what to do with them.
 */
public final class ReportFolder implements AutoCloseable {
  private final Storage all;
  private final Storage storage;
  private final Path folder;

  /**
   * @param sweep its name
   * @throws UserException if the store cannot be opened
   */
  public ReportFolder(StageStore store, String sweep) {
    this.all = store.storage();
    this.storage = all.forBrowsers();
    this.folder = storage.resolve("report/" + sweep);
  }

  /** Where a file of the report is: a local path or a full URI. */
  public String shown(String file) {
    return StorageErrors.shown(new Path(folder, file).toUri());
  }

  /**
   * Writes a file of the report, in the place of an older one.
   *
   * @param file relative, with {@code /}
   * @throws UserException if it cannot be written
   */
  public void write(String file, byte[] content) {
    storage.write(new Path(folder, file), content);
  }

  /**
   * Reads a file of the output root.
   *
   * @param path relative to the root, as the table of assets has it
   * @return empty if it is not there
   * @throws UserException if it is there and cannot be read
   */
  public Optional<byte[]> readOfRoot(String path) {
    return storage.read(storage.resolve(path));
  }

  @Override
  public void close() {
    storage.closeUnlessSame(all);
  }

  /** Deletes files of an older report that the new one does not have. */
  public void retain(Set<String> files) {
    List<Path> stale = new ArrayList<>();
    try {
      collect(folder, "", files, stale);
    } catch (IOException e) {
      throw StorageErrors.of("list", folder, e);
    }
    stale.forEach(storage::delete);
  }

  /** By plain listings: the recursive one starts a process for every local file. */
  private void collect(Path in, String prefix, Set<String> files, List<Path> stale)
      throws IOException {
    for (FileStatus status : storage.fileSystem().listStatus(in)) {
      String name = prefix + status.getPath().getName();
      if (status.isDirectory()) {
        collect(status.getPath(), name + "/", files, stale);
      } else if (!files.contains(name)) {
        stale.add(status.getPath());
      }
    }
  }
}
