package io.facesweep.store;

import io.facesweep.plan.StageKind;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** Where the files of stages lie in an output root, and what names of theirs may be. */
final class StagePaths {
  /** The file that makes a stage done. */
  static final String RECORD = "record.json";

  /** The file of its latest failure. */
  static final String FAILURE = "failed.json";

  private static final Pattern INSTRUMENT = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern ID = Pattern.compile("[0-9a-zA-Z][0-9a-zA-Z-]{0,127}");
  private static final Pattern ATTEMPT = Pattern.compile("attempt-[0-9a-f]{8}-[0-9a-f]{4}");
  private static final int ATTEMPT_DIGITS = 13;

  private final Storage storage;

  StagePaths(Storage storage) {
    this.storage = storage;
  }

  /** Whether a text can be the id of a stage. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** A name for one attempt at a stage, unlike any other. */
  static String newAttempt() {
    return "attempt-" + UUID.randomUUID().toString().substring(0, ATTEMPT_DIGITS);
  }

  /**
   * Checks the name of an attempt.
   *
   * @throws IllegalArgumentException if it is none of {@link #newAttempt}
   */
  static void requireAttempt(String attempt) {
    if (!ATTEMPT.matcher(attempt).matches()) {
      throw new IllegalArgumentException(
          "Invalid attempt: '%s' (expected one of newAttempt)".formatted(attempt));
    }
  }

  /** Whether a folder has the name of an attempt. */
  static boolean isAttempt(Path folder) {
    return ATTEMPT.matcher(folder.getName()).matches();
  }

  /** Path of a file of a record, relative to the root, with {@code /}. */
  static String relative(StageKind kind, String id, AssetRecord asset) {
    return "%s/%s/%s".formatted(kindFolder(kind), id, asset.path());
  }

  /** A path, as messages name it. */
  static String shown(Path path) {
    return StorageErrors.shown(path.toUri());
  }

  /** The folder of all stages of a kind. */
  Path folder(StageKind kind) {
    return storage.resolve(kindFolder(kind));
  }

  /**
   * The folder of a stage.
   *
   * @throws IllegalArgumentException if the id is none
   */
  Path folder(StageKind kind, String id) {
    return storage.resolve(stageFolder(kind, id));
  }

  /**
   * The folder of an attempt at a stage.
   *
   * @throws IllegalArgumentException if the attempt is none of {@link #newAttempt}
   */
  Path attempt(StageKind kind, String id, String attempt) {
    requireAttempt(attempt);
    return new Path(folder(kind, id), attempt);
  }

  /** A file of a stage itself: {@link #RECORD} or {@link #FAILURE}. */
  Path file(StageKind kind, String id, String name) {
    return storage.resolve(stageFolder(kind, id) + "/" + name);
  }

  /** The file of a stage's measures by an instrument other than the first. */
  Path measures(StageKind kind, String id, String instrument) {
    return new Path(folder(kind, id), "measures-" + requireInstrument(instrument) + ".json");
  }

  /** The file of what an instrument measured of a start. */
  Path start(String id, String instrument) {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "Invalid start: '%s' (expected letters, digits and -)".formatted(id));
    }
    return storage.resolve(
        "starts/%s/measures-%s.json".formatted(id, requireInstrument(instrument)));
  }

  private static String requireInstrument(String instrument) {
    if (!INSTRUMENT.matcher(instrument).matches()) {
      throw new IllegalArgumentException(
          "Invalid instrument: '%s' (expected 16 hexadecimal digits)".formatted(instrument));
    }
    return instrument;
  }

  /** A file of a record. */
  Path asset(StageFile file) {
    return new Path(
        storage.root(), stageFolder(file.kind(), file.stage()) + "/" + file.asset().path());
  }

  /** A path is made at once: each takes as long as a file takes to open. */
  private static String stageFolder(StageKind kind, String id) {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "Invalid stage id: '%s' (expected letters, digits and -)".formatted(id));
    }
    return kindFolder(kind) + "/" + id;
  }

  private static String kindFolder(StageKind kind) {
    return "stages/" + RecordJson.text(kind);
  }
}
