package io.facesweep.store;

import io.facesweep.Sha256;
import io.facesweep.UserException;
import io.facesweep.plan.StageKind;
import io.facesweep.store.RecordJson.UntrustedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
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
  private static final Pattern ID = Pattern.compile("[0-9a-zA-Z][0-9a-zA-Z-]{0,127}");
  private static final Pattern ATTEMPT = Pattern.compile("attempt-[0-9a-f]{8}-[0-9a-f]{4}");

  /** Records are some 10 kB; those with errors of very many prompts are larger. */
  private static final long MAX_RECORD = 4 << 20;

  /** Meshes and textures are the largest. */
  private static final long MAX_ASSET = 256 << 20;

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

  public Storage storage() {
    return storage;
  }

  /**
   * The user of this process, as Hadoop knows it: on a cluster the one that submitted the
   * application.
   */
  public static String user() {
    try {
      return UserGroupInformation.getCurrentUser().getShortUserName();
    } catch (IOException e) {
      throw new UserException("Cannot find out whose process this is: %s".formatted(e), e);
    }
  }

  /**
   * Which folder of an output on this machine everybody may write to, in a line for people: they
   * can forge results in it.
   */
  public Optional<String> openToOthers() {
    return Stream.of(storage.root(), storage.resolve("stages"))
        .filter(storage::isWritableByOthers)
        .findFirst()
        .map(
            folder ->
                "%s may be written to by every user of this machine, who can forge results in it"
                        .formatted(shown(folder))
                    + " (chmod o-w %s)".formatted(shown(folder)));
  }

  /**
   * Checks that there is an output to read.
   *
   * @throws UserException if there is none
   */
  public void requireStages() {
    Path stages = storage.resolve("stages");
    if (!storage.exists(stages)) {
      throw new UserException(
          "Cannot reuse stages of %s: there is no such output (correct output.reuse)"
              .formatted(uri()));
    }
  }

  /**
   * Takes a stage that is done over from another output, which is left as it is. Its files are
   * checked; what it says of who computed it, when and on what stays.
   *
   * @return {@link CommitResult#LOST} if this output has the stage already
   * @throws UserException if a file is not what the record says, or cannot be written here
   */
  public CommitResult adopt(StageStore other, StageRecord record) {
    Map<String, byte[]> contents = new TreeMap<>();
    for (AssetRecord asset : record.assets()) {
      contents.put(asset.name(), other.readAsset(record, asset));
    }
    String attempt = newAttempt();
    List<AssetRecord> assets = writeAssets(record.kind(), record.id(), attempt, contents);
    return commit(record.withAssets(assets), attempt);
  }

  /** A name for one attempt at a stage, unlike any other. */
  public static String newAttempt() {
    return "attempt-" + UUID.randomUUID().toString().substring(0, 13);
  }

  /** Whether a text can be the id of a stage. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /**
   * Writes the files of an attempt. Nobody sees them before {@link #commit}.
   *
   * @param attempt of {@link #newAttempt}
   * @param contents by file name, which may have {@code /}
   * @return what to put into the record
   * @throws UserException if they cannot be written
   */
  public List<AssetRecord> writeAssets(
      StageKind kind, String id, String attempt, Map<String, byte[]> contents) {
    requireAttempt(attempt);
    Map<String, byte[]> sorted = new TreeMap<>(contents);
    List<AssetRecord> assets = new ArrayList<>();
    sorted.forEach(
        (name, content) ->
            assets.add(
                new AssetRecord(
                    attempt + "/" + name,
                    content.length,
                    Sha256.of(content),
                    MediaTypes.of(name))));
    storage.writeAll(new Path(folder(kind, id), attempt), sorted);
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
    requireAttempt(attempt);
    CommitResult result =
        record.status() == StageStatus.DONE ? commitDone(record) : commitFailure(record);
    if (result == CommitResult.LOST) {
      storage.deleteFolder(new Path(folder(record.kind(), record.id()), attempt));
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
      storage.deleteFile(path);
      replaces = true;
    }
    if (replaces && !missingAssets(record).isEmpty()) {
      storage.deleteFile(path);
      return CommitResult.LOST;
    }
    storage.deleteFile(path(record.kind(), record.id(), FAILURE));
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

  /**
   * Deletes what attempts that never came to their end have left, and those that are late will
   * leave; nothing that has another name.
   */
  private void deleteOtherAttempts(StageRecord record, String attempt) {
    for (Path other : storage.folders(folder(record.kind(), record.id()))) {
      if (ATTEMPT.matcher(other.getName()).matches() && !other.getName().equals(attempt)) {
        storage.deleteFolder(other);
      }
    }
  }

  private static void requireAttempt(String attempt) {
    if (!ATTEMPT.matcher(attempt).matches()) {
      throw new IllegalArgumentException(
          "Invalid attempt: '%s' (expected one of newAttempt)".formatted(attempt));
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
      try {
        Optional<byte[]> bytes = storage.readSmall(path, MAX_RECORD);
        if (bytes.isPresent()) {
          String text = new String(bytes.get(), StandardCharsets.UTF_8);
          StageStatus status = RecordJson.status(text, kind, id);
          requireStatus(status, file);
          return new StageEnd(id, status, null);
        }
      } catch (UntrustedException | UnusableFileException e) {
        return new StageEnd(id, null, untrusted(path, e).message());
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
    try {
      Optional<byte[]> bytes = storage.readSmall(path, MAX_RECORD);
      if (bytes.isEmpty()) {
        return new StageLookup.Absent();
      }
      String text = new String(bytes.get(), StandardCharsets.UTF_8);
      StageRecord record = RecordJson.read(text, kind, id);
      requireStatus(record.status(), file);
      return new StageLookup.Found(record);
    } catch (UntrustedException | UnusableFileException e) {
      return untrusted(path, e);
    }
  }

  private static StageLookup.Untrusted untrusted(Path path, Exception e) {
    return new StageLookup.Untrusted(shown(path), String.valueOf(e.getMessage()));
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
  public byte[] readAsset(StageRecord record, AssetRecord asset) {
    return read(new StageFile(record.kind(), record.id(), asset));
  }

  /** Reads a file of a record that is not at hand. */
  public byte[] read(StageFile file) {
    AssetLookup lookup = lookup(file);
    if (lookup instanceof AssetLookup.Unusable unusable) {
      throw new UserException(unusable.message());
    }
    return ((AssetLookup.Found) lookup).content();
  }

  /**
   * Looks for a file of a record, for those who go on without it.
   *
   * @throws UserException if the store cannot be reached
   */
  public AssetLookup lookupAsset(StageRecord record, AssetRecord asset) {
    return lookup(new StageFile(record.kind(), record.id(), asset));
  }

  private AssetLookup lookup(StageFile file) {
    AssetRecord asset = file.asset();
    Path path = new Path(folder(file.kind(), file.stage()), asset.path());
    Optional<byte[]> content;
    try {
      content = storage.readSmall(path, MAX_ASSET);
    } catch (UnusableFileException e) {
      return unusable(path, e.reason());
    }
    if (content.isEmpty()) {
      return unusable(path, "it is not there");
    }
    // says nothing of what is there instead: that may be anyone's, behind a link
    if (content.get().length != asset.bytes() || !Sha256.of(content.get()).equals(asset.sha256())) {
      return unusable(
          path,
          "it is not the file that was written (%d bytes with another SHA-256)"
              .formatted(asset.bytes()));
    }
    return new AssetLookup.Found(content.get());
  }

  private static AssetLookup unusable(Path path, String reason) {
    return new AssetLookup.Unusable("Cannot read %s: %s".formatted(shown(path), reason));
  }

  /** The files of a record that are missing or of another size; reads none of them. */
  public List<AssetRecord> missingAssets(StageRecord record) {
    List<AssetRecord> missing = new ArrayList<>();
    for (AssetRecord asset : record.assets()) {
      Path path = new Path(folder(record.kind(), record.id()), asset.path());
      if (storage.length(path).orElse(-1L) != asset.bytes()) {
        missing.add(asset);
      }
    }
    return missing;
  }

  /** Path of a file of a record, relative to the root, with {@code /}. */
  public static String relativePath(StageRecord record, AssetRecord asset) {
    return relativePath(record.kind(), record.id(), asset);
  }

  /** Returns the path of a file of the stage of this id. */
  static String relativePath(StageKind kind, String id, AssetRecord asset) {
    return "%s/%s/%s".formatted(kindFolder(kind), id, asset.path());
  }

  /** The folder of a stage, as messages name it. */
  public String shownFolder(StageKind kind, String id) {
    return shown(folder(kind, id));
  }

  private Path folder(StageKind kind, String id) {
    if (!isId(id)) {
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
}
