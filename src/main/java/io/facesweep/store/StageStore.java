package io.facesweep.store;

import io.facesweep.UserException;
import io.facesweep.plan.StageKind;
import io.facesweep.store.RecordJson.UntrustedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The stages of an output root:
 *
 * <pre>
 * stages/geometry|texture/ID/record.json         written last, once: the stage is done
 * stages/geometry|texture/ID/failed.json         the latest failure; of no account beside a record
 * stages/geometry|texture/ID/ATTEMPT/head.glb    assets, in a folder of the attempt that wrote them
 * </pre>
 *
 * <p>Of several writers of one stage the first wins; the others' assets are dropped. Nothing is
 * ever read but JSON, and files whose size and SHA-256 a record gives. Safe for many threads.
 */
public final class StageStore {
  private static final String RECORD = "record.json";
  private static final String FAILURE = "failed.json";
  private static final Pattern ID = Pattern.compile("[0-9a-zA-Z-]+");

  private final Storage storage;

  private StageStore(Storage storage) {
    this.storage = storage;
  }

  /**
   * Opens an output root, which need not be there.
   *
   * @param uri a path, or a URI that Hadoop writes to
   * @throws UserException if it is neither
   */
  public static StageStore open(String uri, Configuration conf) {
    return new StageStore(Storage.open(uri, conf));
  }

  /**
   * Writes and deletes a small file.
   *
   * @throws UserException saying why that does not work
   */
  public void requireWritable() {
    storage.requireWritable();
  }

  /** The root: a local path or a full URI. */
  public String uri() {
    return StorageErrors.shown(storage.root().toUri());
  }

  /** The root as a full URI, the same place for every process that can reach it. */
  public String location() {
    return storage.root().toUri().toString();
  }

  /** Whether it is on a file system of this machine. */
  public boolean isLocal() {
    return storage.isLocal();
  }

  Storage storage() {
    return storage;
  }

  /** A name for one attempt at a stage, unlike any other. */
  public static String newAttempt() {
    return "attempt-" + UUID.randomUUID().toString().substring(0, 13);
  }

  /**
   * Writes the files of an attempt. Nobody sees them before {@link #commit}.
   *
   * @param contents by file name, which may have {@code /}
   * @return what to put into the record
   * @throws UserException if they cannot be written
   */
  public List<Asset> writeAssets(
      StageKind kind, String id, String attempt, Map<String, byte[]> contents) {
    List<Asset> assets = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : new TreeMap<>(contents).entrySet()) {
      byte[] content = entry.getValue();
      String path = attempt + "/" + entry.getKey();
      Asset asset =
          new Asset(path, content.length, Sha256.of(content), MediaTypes.of(entry.getKey()));
      storage.write(new Path(folder(kind, id), path), content);
      assets.add(asset);
    }
    return assets;
  }

  /**
   * Publishes a record whose assets are written: the last act of an attempt. A failure is published
   * if the stage is not done, and replaces an earlier failure.
   *
   * @param attempt that the assets were written by
   * @throws UserException if it cannot be written
   */
  public CommitResult commit(StageRecord record, String attempt) {
    CommitResult result =
        record.status() == StageStatus.DONE ? commitDone(record) : commitFailure(record);
    if (result == CommitResult.LOST) {
      storage.delete(new Path(folder(record.kind(), record.id()), attempt));
    } else if (record.status() == StageStatus.DONE) {
      deleteOtherAttempts(record, attempt);
    }
    return result;
  }

  /**
   * A file in the way that is no record to rely on is replaced. Another run may do that at the same
   * time, and take our files for left-overs: a record whose files are gone does not stay.
   */
  private CommitResult commitDone(StageRecord record) {
    Path path = path(record.kind(), record.id(), RECORD);
    byte[] content = RecordJson.write(record).getBytes(StandardCharsets.UTF_8);
    boolean replaces = false;
    while (!storage.create(path, content)) {
      if (lookup(record.kind(), record.id(), RECORD) instanceof StageLookup.Found found) {
        // an answer that was lost on its way makes a client send the same record twice
        return found.record().equals(record) ? CommitResult.WON : CommitResult.LOST;
      }
      storage.delete(path);
      replaces = true;
    }
    if (replaces && !missingAssets(record).isEmpty()) {
      storage.delete(path);
      return CommitResult.LOST;
    }
    storage.delete(path(record.kind(), record.id(), FAILURE));
    return CommitResult.WON;
  }

  private CommitResult commitFailure(StageRecord record) {
    if (lookup(record.kind(), record.id(), RECORD) instanceof StageLookup.Found) {
      return CommitResult.LOST;
    }
    storage.replace(
        path(record.kind(), record.id(), FAILURE),
        RecordJson.write(record).getBytes(StandardCharsets.UTF_8));
    return CommitResult.WON;
  }

  /** What attempts that never came to their end have left, and those that are late will leave. */
  private void deleteOtherAttempts(StageRecord record, String attempt) {
    for (Path other : storage.folders(folder(record.kind(), record.id()))) {
      if (!other.getName().equals(attempt)) {
        storage.delete(other);
      }
    }
  }

  /** The record of a stage: what it is done with, else how it failed last. */
  public StageLookup lookup(StageKind kind, String id) {
    StageLookup done = lookup(kind, id, RECORD);
    return done instanceof StageLookup.Absent ? lookup(kind, id, FAILURE) : done;
  }

  /** What {@link #statusOf} finds: a status, or a problem, or neither. */
  record StageEnd(String id, @Nullable StageStatus status, @Nullable String problem) {}

  /** How a stage has ended, by its record. */
  StageEnd statusOf(StageKind kind, String id) {
    for (String file : List.of(RECORD, FAILURE)) {
      Path path = path(kind, id, file);
      Optional<byte[]> bytes = storage.read(path);
      if (bytes.isPresent()) {
        try {
          String text = new String(bytes.get(), StandardCharsets.UTF_8);
          StageStatus status = RecordJson.status(text, kind, id);
          requireStatus(status, file);
          return new StageEnd(id, status, null);
        } catch (UntrustedException e) {
          StageLookup.Untrusted untrusted = new StageLookup.Untrusted(shown(path), reason(e));
          return new StageEnd(id, null, untrusted.message());
        }
      }
    }
    return new StageEnd(id, null, null);
  }

  /** Whether a stage has its result. */
  public boolean isDone(StageKind kind, String id) {
    return statusOf(kind, id).status() == StageStatus.DONE;
  }

  private static void requireStatus(StageStatus status, String file) throws UntrustedException {
    if ((status == StageStatus.DONE) != file.equals(RECORD)) {
      throw new UntrustedException("its status is " + status.text());
    }
  }

  /** The record of a stage, if it has one to rely on. */
  public Optional<StageRecord> read(StageKind kind, String id) {
    return lookup(kind, id) instanceof StageLookup.Found found
        ? Optional.of(found.record())
        : Optional.empty();
  }

  private StageLookup lookup(StageKind kind, String id, String file) {
    Path path = path(kind, id, file);
    Optional<byte[]> bytes = storage.read(path);
    if (bytes.isEmpty()) {
      return new StageLookup.Absent();
    }
    try {
      String text = new String(bytes.get(), StandardCharsets.UTF_8);
      StageRecord record = RecordJson.read(text, kind, id);
      requireStatus(record.status(), file);
      return new StageLookup.Found(record);
    } catch (UntrustedException e) {
      return new StageLookup.Untrusted(StorageErrors.shown(path.toUri()), reason(e));
    }
  }

  /** The ids of the stages that have a record of any kind, by one listing. */
  public RecordedStages recorded(StageKind kind) {
    return RecordedStages.list(storage, storage.resolve(kindFolder(kind)), RECORD, FAILURE);
  }

  /**
   * Reads a file of a record.
   *
   * @throws UserException if it is not there or not what the record says
   */
  public byte[] readAsset(StageRecord record, Asset asset) {
    Path path = new Path(folder(record.kind(), record.id()), asset.path());
    byte[] content =
        storage
            .read(path)
            .orElseThrow(
                () -> new UserException("Cannot read %s: it is not there".formatted(shown(path))));
    if (content.length != asset.bytes() || !Sha256.of(content).equals(asset.sha256())) {
      throw new UserException(
          "Cannot read %s: it is not the file that was written (%d bytes, expected %d; or its"
                  .formatted(shown(path), content.length, asset.bytes())
              + " SHA-256 differs)");
    }
    return content;
  }

  /** The files of a record that are missing or of another size; reads none of them. */
  public List<Asset> missingAssets(StageRecord record) {
    List<Asset> missing = new ArrayList<>();
    for (Asset asset : record.assets()) {
      Path path = new Path(folder(record.kind(), record.id()), asset.path());
      if (storage.length(path).orElse(-1L) != asset.bytes()) {
        missing.add(asset);
      }
    }
    return missing;
  }

  /** Path of a file of a record, relative to the root, with {@code /}. */
  public static String relativePath(StageRecord record, Asset asset) {
    return "%s/%s/%s".formatted(kindFolder(record.kind()), record.id(), asset.path());
  }

  private Path folder(StageKind kind, String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "Invalid stage id: '%s' (expected letters, digits and -)".formatted(id));
    }
    return storage.resolve(kindFolder(kind) + "/" + id);
  }

  private Path path(StageKind kind, String id, String file) {
    return new Path(folder(kind, id), file);
  }

  private static String kindFolder(StageKind kind) {
    return "stages/" + RecordJson.text(kind);
  }

  private static String shown(Path path) {
    return StorageErrors.shown(path.toUri());
  }

  private static String reason(UntrustedException e) {
    return String.valueOf(e.getMessage());
  }
}
