package io.facesweep.store;

import io.facesweep.UserException;
import io.facesweep.store.RecordJson.UntrustedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The record of a stage as a file of this machine, wherever its output lies. */
public final class RecordFile {
  private RecordFile() {}

  /** Whether a file is called as records are. */
  public static boolean isNamedSo(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.equals(StagePaths.RECORD) || name.equals(StagePaths.FAILURE);
  }

  /** The record in a stage's folder: of what is done, else of the failure; else no such file. */
  public static Path in(Path stage) {
    Path done = stage.resolve(StagePaths.RECORD);
    return Files.exists(done) ? done : stage.resolve(StagePaths.FAILURE);
  }

  /**
   * Reads a record.
   *
   * @throws UserException if it cannot be read, or is no record to rely on
   */
  public static StageRecord read(Path file) {
    try {
      if (Files.size(file) > StageRecords.MAX_BYTES) {
        throw new UserException(
            "Cannot trust record %s: it has more than %d bytes"
                .formatted(file, StageRecords.MAX_BYTES));
      }
      return RecordJson.read(Files.readString(file));
    } catch (UntrustedException e) {
      throw new UserException("Cannot trust record %s: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(file, e), e);
    }
  }
}
