package io.facesweep.store;

import io.facesweep.plan.StageKind;
import io.facesweep.store.RecordJson.UntrustedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The record files of stages: {@code record.json} of those that are done, else the failure. */
final class StageRecords {
  /** Records are some 10 kB; those with errors of very many prompts are larger. */
  static final long MAX_BYTES = 4 << 20;

  private final Storage storage;
  private final StagePaths paths;

  StageRecords(Storage storage, StagePaths paths) {
    this.storage = storage;
    this.paths = paths;
  }

  /** What a stage is done with, else how it failed last. */
  StageLookup lookup(StageKind kind, String id) {
    StageLookup done = lookupDone(kind, id);
    return done instanceof StageLookup.Absent ? lookup(kind, id, StagePaths.FAILURE) : done;
  }

  /** What a stage is done with. */
  StageLookup lookupDone(StageKind kind, String id) {
    return lookup(kind, id, StagePaths.RECORD);
  }

  private StageLookup lookup(StageKind kind, String id, String file) {
    Path path = paths.file(kind, id, file);
    try {
      Optional<byte[]> bytes = storage.readSmall(path, MAX_BYTES);
      if (bytes.isEmpty()) {
        return new StageLookup.Absent();
      }
      StageRecord record = RecordJson.read(text(bytes.get()), kind, id);
      requireStatus(record.status(), file);
      return new StageLookup.Found(record);
    } catch (UntrustedException | UnusableFileException e) {
      return untrusted(path, e);
    }
  }

  /**
   * Measures of a stage by an instrument that it was not recorded with; empty where there are none
   * to rely on.
   */
  Optional<Measures> measures(StageKind kind, String id, String instrument) {
    return measures(paths.measures(kind, id, instrument), id, instrument);
  }

  /** Measures of a start by an instrument; empty where there are none to rely on. */
  Optional<Measures> start(String id, String instrument) {
    return measures(paths.start(id, instrument), id, instrument);
  }

  private Optional<Measures> measures(Path path, String id, String instrument) {
    try {
      Optional<byte[]> bytes = storage.readSmall(path, MAX_BYTES);
      return bytes.isEmpty()
          ? Optional.empty()
          : Optional.of(MeasuresJson.read(text(bytes.get()), id, instrument));
    } catch (UntrustedException | UnusableFileException e) {
      return Optional.empty();
    }
  }

  /** Keeps measures, in the place of a file that cannot be relied on. */
  void keep(StageKind kind, String id, Measures measures) {
    keep(paths.measures(kind, id, instrument(measures)), id, measures);
  }

  /** Keeps what was measured of a start, in the place of a file that cannot be relied on. */
  void keepStart(String id, Measures measures) {
    keep(paths.start(id, instrument(measures)), id, measures);
  }

  private static String instrument(Measures measures) {
    return Objects.requireNonNull(measures.instrument(), "measures by an instrument");
  }

  private void keep(Path path, String id, Measures measures) {
    storage.replace(path, MeasuresJson.write(id, measures).getBytes(StandardCharsets.UTF_8));
  }

  /** What {@link #statusOf} finds: a status, or a problem, or neither. */
  record StageEnd(String id, @Nullable StageStatus status, @Nullable String problem) {}

  /** How a stage has ended, by its record. */
  StageEnd statusOf(StageKind kind, String id) {
    for (String file : List.of(StagePaths.RECORD, StagePaths.FAILURE)) {
      Path path = paths.file(kind, id, file);
      try {
        Optional<byte[]> bytes = storage.readSmall(path, MAX_BYTES);
        if (bytes.isPresent()) {
          StageStatus status = RecordJson.status(text(bytes.get()), kind, id);
          requireStatus(status, file);
          return new StageEnd(id, status, null);
        }
      } catch (UntrustedException | UnusableFileException e) {
        return new StageEnd(id, null, untrusted(path, e).message());
      }
    }
    return new StageEnd(id, null, null);
  }

  private static void requireStatus(StageStatus status, String file) throws UntrustedException {
    if ((status == StageStatus.DONE) != file.equals(StagePaths.RECORD)) {
      throw new UntrustedException("its status is " + status.text());
    }
  }

  private static StageLookup.Untrusted untrusted(Path path, Exception e) {
    return new StageLookup.Untrusted(StagePaths.shown(path), String.valueOf(e.getMessage()));
  }

  /** The ids of the stages that have a record of any kind, by one listing. */
  RecordedStages recorded(StageKind kind) {
    return RecordedStages.list(storage, paths.folder(kind), StagePaths.RECORD, StagePaths.FAILURE);
  }

  /** Creates the record of a stage that is done; false if there is a file of that name. */
  boolean create(StageRecord record) {
    return storage.create(file(record, StagePaths.RECORD), bytes(record));
  }

  /** Puts the record of a failure in the place of an earlier one. */
  void replaceFailure(StageRecord record) {
    storage.replace(file(record, StagePaths.FAILURE), bytes(record));
  }

  /** Deletes the file that makes a stage done. */
  void delete(StageRecord record) {
    storage.deleteFile(file(record, StagePaths.RECORD));
  }

  /** Deletes the failure of a stage. */
  void deleteFailure(StageRecord record) {
    storage.deleteFile(file(record, StagePaths.FAILURE));
  }

  private Path file(StageRecord record, String name) {
    return paths.file(record.kind(), record.id(), name);
  }

  private static byte[] bytes(StageRecord record) {
    return RecordJson.write(record).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
