package io.facesweep.store;

import io.facesweep.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The folder of a sweep's report, {@code report/NAME}, and the files that a report is made of. */
public final class ReportFolder {
  private final Storage storage;
  private final Path folder;

  /**
   * @param sweep its name
   */
  public ReportFolder(StageStore store, String sweep) {
    this.storage = store.storage();
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

  /** Deletes files of an older report that the new one does not have. */
  public void retain(Set<String> files) {
    List<Path> stale = new ArrayList<>();
    String prefix = folder.toUri().getPath() + "/";
    try {
      RemoteIterator<LocatedFileStatus> there = storage.fileSystem().listFiles(folder, true);
      while (there.hasNext()) {
        Path path = there.next().getPath();
        if (!files.contains(path.toUri().getPath().substring(prefix.length()))) {
          stale.add(path);
        }
      }
    } catch (IOException e) {
      throw StorageErrors.of("list", folder, e);
    }
    stale.forEach(storage::delete);
  }
}
