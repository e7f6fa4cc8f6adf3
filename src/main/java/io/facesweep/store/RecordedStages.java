package io.facesweep.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Which stages of a kind have a record file, trusted or not.
 *
 * @param done ids with {@code record.json}
 * @param failed ids with {@code failed.json}; some of them may be done by now, not all that are
 *     done are among them
 */
public record RecordedStages(Set<String> done, Set<String> failed) {
  /** Whether there is anything of the stage. */
  public boolean contains(String id) {
    return done.contains(id) || failed.contains(id);
  }

  /** Object stores list a thousand keys a request, with no request for each record. */
  static RecordedStages list(Storage storage, Path kindFolder, String record, String failure) {
    RecordedStages found = new RecordedStages(new HashSet<>(), new HashSet<>());
    try {
      if (storage.isLocal()) {
        found.listLocal(Storage.local(kindFolder), record, failure);
        return found;
      }
      RemoteIterator<LocatedFileStatus> files = storage.fileSystem().listFiles(kindFolder, true);
      while (files.hasNext()) {
        Path path = files.next().getPath();
        Path stage = path.getParent();
        if (kindFolder.equals(stage.getParent())) {
          found.add(stage.getName(), path.getName(), record, failure);
        }
      }
    } catch (IOException e) {
      if (!StorageErrors.isAbsence(e)) {
        throw StorageErrors.of("list", kindFolder, e);
      }
    }
    return found;
  }

  private void listLocal(java.nio.file.Path folder, String record, String failure)
      throws IOException {
    try (DirectoryStream<java.nio.file.Path> stages = Files.newDirectoryStream(folder)) {
      for (java.nio.file.Path stage : stages) {
        for (String file : new String[] {record, failure}) {
          if (Files.exists(stage.resolve(file))) {
            add(stage.getFileName().toString(), file, record, failure);
            break; // what is done has failed no more
          }
        }
      }
    }
  }

  private void add(String id, String file, String record, String failure) {
    if (!StagePaths.isId(id)) {
      return; // a folder of someone else
    }
    if (file.equals(record)) {
      done.add(id);
    } else if (file.equals(failure)) {
      failed.add(id);
    }
  }
}
