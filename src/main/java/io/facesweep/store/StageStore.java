package io.facesweep.store;

import io.facesweep.UserException;
import io.facesweep.plan.StageKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The stages of an output root:
 *
 * <pre>
 * stages/geometry|texture/ID/record.json         written last, once: the stage is done
 * stages/geometry|texture/ID/measures-*.json     measures by other instruments, made anew
 * stages/geometry|texture/ID/failed.json         the latest failure; of no account beside a record
 * stages/geometry|texture/ID/ATTEMPT/head.glb    assets, in a folder of the attempt that wrote them
 * starts/ID/measures-*.json                      measures of what trials have before their first step
 * </pre>
 *
 * <p>Of several writers of one stage the first wins; the others' assets are dropped. Nothing is
 * ever read but JSON, and files whose size and SHA-256 a record gives. Safe for many threads.
 */
public final class StageStore {
  private final Storage storage;
  private final StagePaths paths;
  private final StageRecords records;
  private final StageAssets assets;

  private StageStore(Storage storage) {
    this.storage = storage;
    this.paths = new StagePaths(storage);
    this.records = new StageRecords(storage, paths);
    this.assets = new StageAssets(storage, paths);
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
                        .formatted(StagePaths.shown(folder))
                    + " (chmod o-w %s)".formatted(StagePaths.shown(folder)));
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
    List<AssetRecord> written = writeAssets(record.kind(), record.id(), attempt, contents);
    return commit(record.withAssets(written), attempt);
  }

  /** A name for one attempt at a stage, unlike any other. */
  public static String newAttempt() {
    return StagePaths.newAttempt();
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
    return assets.write(kind, id, attempt, contents);
  }

  /**
   * Publishes a record whose assets are written: the last act of an attempt. A failure is published
   * if the stage is not done, and replaces an earlier failure.
   *
   * @param attempt that the assets were written by
   * @throws UserException if it cannot be written
   */
  public CommitResult commit(StageRecord record, String attempt) {
    StagePaths.requireAttempt(attempt);
    CommitResult result =
        record.status() == StageStatus.DONE ? commitDone(record) : commitFailure(record);
    if (result == CommitResult.LOST) {
      assets.delete(record.kind(), record.id(), attempt);
    } else if (record.status() == StageStatus.DONE) {
      assets.deleteOthers(record.kind(), record.id(), attempt);
    }
    return result;
  }

  /**
   * A file in the way that is no record to rely on is replaced. Another run may do that at the same
   * time, and take our files for left-overs: a record whose files are gone does not stay.
   */
  private CommitResult commitDone(StageRecord record) {
    boolean replaces = false;
    while (!records.create(record)) {
      if (records.lookupDone(record.kind(), record.id()) instanceof StageLookup.Found found) {
        // an answer that was lost on its way makes a client send the same record twice
        return found.record().equals(record) ? CommitResult.WON : CommitResult.LOST;
      }
      records.delete(record);
      replaces = true;
    }
    if (replaces && !missingAssets(record).isEmpty()) {
      records.delete(record);
      return CommitResult.LOST;
    }
    records.deleteFailure(record);
    return CommitResult.WON;
  }

  private CommitResult commitFailure(StageRecord record) {
    if (records.lookupDone(record.kind(), record.id()) instanceof StageLookup.Found) {
      return CommitResult.LOST;
    }
    records.replaceFailure(record);
    return CommitResult.WON;
  }

  /** The record of a stage: what it is done with, else how it failed last. */
  public StageLookup lookup(StageKind kind, String id) {
    return records.lookup(kind, id);
  }

  /** How a stage has ended, by its record. */
  StageRecords.StageEnd statusOf(StageKind kind, String id) {
    return records.statusOf(kind, id);
  }

  /** Whether a stage has its result. */
  public boolean isDone(StageKind kind, String id) {
    return statusOf(kind, id).status() == StageStatus.DONE;
  }

  /** The record of a stage, if it has one to rely on. */
  public Optional<StageRecord> read(StageKind kind, String id) {
    return lookup(kind, id) instanceof StageLookup.Found found
        ? Optional.of(found.record())
        : Optional.empty();
  }

  /** The ids of the stages that have a record of any kind, by one listing. */
  public RecordedStages recorded(StageKind kind) {
    return records.recorded(kind);
  }

  /**
   * Measures of a stage by an instrument: those of its record, or those that were made anew, as
   * also where a judge had failed.
   *
   * @return empty where there are none to rely on
   */
  public Optional<Measures> measures(StageRecord record, String instrument) {
    Measures first = record.measures();
    if (!instrument.equals(first.instrument())) {
      return records.measures(record.kind(), record.id(), instrument);
    }
    return first.judgeErrors().isEmpty()
        ? Optional.of(first)
        : records.measures(record.kind(), record.id(), instrument).or(() -> Optional.of(first));
  }

  /**
   * Keeps measures that were made anew, beside the record, which stays as it is.
   *
   * @param measures by an instrument
   * @throws UserException if they cannot be written
   */
  public void keep(StageRecord record, Measures measures) {
    records.keep(record.kind(), record.id(), measures);
  }

  /**
   * Measures of what trials have before their first step, by an instrument.
   *
   * @param id of the start, {@link io.facesweep.plan.Start#id}
   * @return empty where there are none to rely on
   */
  public Optional<Measures> start(String id, String instrument) {
    return records.start(id, instrument);
  }

  /**
   * Keeps what was measured of a start.
   *
   * @param measures by an instrument
   * @throws UserException if they cannot be written
   */
  public void keepStart(String id, Measures measures) {
    records.keepStart(id, measures);
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
    AssetLookup lookup = assets.lookup(file);
    if (lookup instanceof AssetLookup.Unusable unusable) {
      throw new UserException(unusable.message());
    }
    return ((AssetLookup.Found) lookup).content();
  }

  /**
   * Checks that a file of a record lies where it says, a plain file of its size, without reading
   * it.
   *
   * @throws UserException if it does not
   */
  public void requireInPlace(StageFile file) {
    assets.requireInPlace(file);
  }

  /** Returns whether {@link #requireInPlace} would find the file. */
  public boolean isInPlace(StageFile file) {
    return assets.isInPlace(file);
  }

  /**
   * Looks for a file of a record, for those who go on without it.
   *
   * @throws UserException if the store cannot be reached
   */
  public AssetLookup lookupAsset(StageRecord record, AssetRecord asset) {
    return assets.lookup(new StageFile(record.kind(), record.id(), asset));
  }

  /** The files of a record that are missing or of another size; reads none of them. */
  public List<AssetRecord> missingAssets(StageRecord record) {
    return assets.missing(record);
  }

  /** Path of a file of a record, relative to the root, with {@code /}. */
  public static String relativePath(StageRecord record, AssetRecord asset) {
    return StagePaths.relative(record.kind(), record.id(), asset);
  }

  /** The folder of a stage, as messages name it. */
  public String shownFolder(StageKind kind, String id) {
    return StagePaths.shown(paths.folder(kind, id));
  }
}
