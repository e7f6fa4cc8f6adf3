package io.facesweep.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.facesweep.UserException;
import io.facesweep.assets.Asset;
import io.facesweep.assets.AssetFolder;
import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metrics;
import io.facesweep.plan.Trial;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.Json;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepLog;
import io.facesweep.store.StepRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one trial: below {@code stages/} its stages, as in the output of a sweep, and at
 * the top what people look at, each file whole.
 *
 * <pre>
 * summary.json              how the trial stands, {@link TrialSummary}
 * effective.conf            the sweep's configuration
 * steps.csv                 the step curve, {@link StepTable}
 * metrics.json              measures with what they mean, of a trial that is done
 * head.glb, contact.png ... the files of its stages, by their names; those of the last count
 * stages/KIND/ID/...        {@link StageStore}, starts/ID/... too
 * </pre>
 */
public final class TrialFolder {
  private static final long MAX_SUMMARY = 1 << 20;

  private final Path path;

  public TrialFolder(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /**
   * Whether a trial may be written here: the folder is new, or empty, or holds the same trial.
   *
   * @throws UserException if the folder cannot be read
   */
  public boolean isFor(Trial trial) {
    if (!Files.exists(path)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty() || holds(trial);
    } catch (IOException e) {
      throw new UserException("Cannot write to %s: %s".formatted(path, e), e);
    }
  }

  private boolean holds(Trial trial) throws IOException {
    Path file = path.resolve(TrialSummary.NAME);
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_SUMMARY) {
      return false;
    }
    try {
      JsonObject summary =
          Json.object(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      return summary.has(TrialSummary.GEOMETRY_STAGE)
          && Objects.equals(text(summary, TrialSummary.GEOMETRY_STAGE), trial.geometryStage())
          && Objects.equals(text(summary, TrialSummary.TEXTURE_STAGE), trial.textureStage());
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      return false; // a file of someone else
    }
  }

  private static @Nullable String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value == null || value.isJsonNull() ? null : value.getAsString();
  }

  /** The stages that it holds. */
  StageStore store(Configuration hadoop) {
    return StageStore.open("file:" + path.toAbsolutePath(), hadoop);
  }

  /** Writes the summary, and the step curve once there is one. */
  void write(TrialSummary summary) {
    List<Asset> files = new ArrayList<>();
    if (summary.status() != TrialSummary.Status.RUNNING) {
      files.add(Asset.text("steps.csv", StepTable.csv(summary.steps())));
    }
    files.add(summary.asset());
    AssetFolder.write(path, files);
  }

  void writeConfiguration(String effective) {
    AssetFolder.write(path, List.of(Asset.text("effective.conf", effective)));
  }

  void write(Map<Metric, Double> metrics) {
    AssetFolder.write(path, List.of(Asset.json("metrics.json", Metrics.json(metrics))));
  }

  /** Writes files of a stage. */
  void writeFiles(Map<String, byte[]> files) {
    List<Asset> assets = new ArrayList<>();
    files.forEach((name, bytes) -> assets.add(new Asset(name, bytes)));
    AssetFolder.write(path, assets);
  }

  /**
   * Writes the files of a stage that is in the store.
   *
   * @throws UserException if one is not what the record says
   */
  void writeFiles(StageStore store, StageRecord record) {
    for (AssetRecord asset : record.assets()) {
      if (!asset.name().equals(StageRecord.STEPS)) {
        byte[] content = read(store, record, asset);
        AssetFolder.write(path, List.of(new Asset(asset.name(), content)));
      }
    }
  }

  /** The steps of a stage that is in the store. */
  static List<StepRow> steps(StageStore store, StageRecord record) {
    AssetRecord curve = record.asset(StageRecord.STEPS).orElse(null);
    return curve == null
        ? List.of()
        : StepLog.read(read(store, record, curve), StageStore.relativePath(record, curve));
  }

  private static byte[] read(StageStore store, StageRecord record, AssetRecord asset) {
    try {
      return store.readAsset(record, asset);
    } catch (UserException e) {
      throw new UserException(
          "%s (delete %s and run the trial again)"
              .formatted(e.getMessage(), store.shownFolder(record.kind(), record.id())),
          e);
    }
  }
}
