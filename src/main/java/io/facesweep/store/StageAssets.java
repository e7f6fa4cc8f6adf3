package io.facesweep.store;

import io.facesweep.Sha256;
import io.facesweep.UserException;
import io.facesweep.plan.StageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** The files that attempts at stages write, in a folder for each attempt. */
final class StageAssets {
  /** Meshes and textures are the largest. */
  private static final long MAX_BYTES = 256 << 20;

  private final Storage storage;
  private final StagePaths paths;

  StageAssets(Storage storage, StagePaths paths) {
    this.storage = storage;
    this.paths = paths;
  }

  /** {@link StageStore#writeAssets}. */
  List<AssetRecord> write(StageKind kind, String id, String attempt, Map<String, byte[]> contents) {
    Path folder = paths.attempt(kind, id, attempt);
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
    storage.writeAll(folder, sorted);
    return assets;
  }

  /** {@link StageStore#lookupAsset}. */
  AssetLookup lookup(StageFile file) {
    AssetRecord asset = file.asset();
    Path path = paths.asset(file);
    Optional<byte[]> content;
    try {
      content = storage.readSmall(path, MAX_BYTES);
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

  /** {@link StageStore#requireInPlace}. */
  void requireInPlace(StageFile file) {
    if (!isInPlace(file)) {
      Path path = paths.asset(file);
      long bytes = file.asset().bytes();
      String reason =
          storage.exists(path)
              ? "it is not the file that was written (%d bytes)".formatted(bytes)
              : "it is not there";
      throw new UserException("Cannot show %s: %s".formatted(StagePaths.shown(path), reason));
    }
  }

  /** {@link StageStore#isInPlace}. */
  boolean isInPlace(StageFile file) {
    Path path = paths.asset(file);
    return storage.isPlainFile(path) && storage.length(path).orElse(-1L) == file.asset().bytes();
  }

  private static AssetLookup unusable(Path path, String reason) {
    return new AssetLookup.Unusable("Cannot read %s: %s".formatted(StagePaths.shown(path), reason));
  }

  /** {@link StageStore#missingAssets}. */
  List<AssetRecord> missing(StageRecord record) {
    List<AssetRecord> missing = new ArrayList<>();
    for (StageFile file : StageFile.of(record)) {
      if (storage.length(paths.asset(file)).orElse(-1L) != file.asset().bytes()) {
        missing.add(file.asset());
      }
    }
    return missing;
  }

  /** Deletes what an attempt has written. */
  void delete(StageKind kind, String id, String attempt) {
    storage.deleteFolder(paths.attempt(kind, id, attempt));
  }

  /**
   * Deletes what attempts that never came to their end have left, and those that are late will
   * leave; nothing that has another name.
   */
  void deleteOthers(StageKind kind, String id, String attempt) {
    for (Path other : storage.folders(paths.folder(kind, id))) {
      if (!other.getName().equals(attempt) && StagePaths.isAttempt(other)) {
        storage.deleteFolder(other);
      }
    }
  }
}
