package io.facesweep.store;

import io.facesweep.plan.StageKind;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a stage that ended. Maps are sorted.
 *
 * @param kind geometry or texture
 * @param id of the stage
 * @param status done or failed
 * @param settings what it was computed from, by snake_case name: texts, truth values, {@code Long}
 *     and {@code Double}
 * @param measures what was measured of it when it was computed
 * @param assets its files
 * @param seconds wall time by part: {@link #SHARE}, {@link #BATCH}, and what else was timed
 * @param batchSize how many stages ran in lockstep with it, itself included
 * @param host where it ran
 * @param user who ran it; null in records of versions that did not say so
 * @param device on what, e.g. {@code cuda:0 NVIDIA H200}, {@code cpu}
 * @param versions of the software, by name
 * @param error why it failed; null if done
 * @param started start of its batch, UTC, to the microsecond
 * @param finished end of the stage, UTC, to the microsecond
 */
public record StageRecord(
    StageKind kind,
    String id,
    StageStatus status,
    Map<String, Object> settings,
    Measures measures,
    List<AssetRecord> assets,
    Map<String, Double> seconds,
    int batchSize,
    String host,
    @Nullable String user,
    String device,
    Map<String, String> versions,
    @Nullable StageError error,
    Instant started,
    Instant finished)
    implements Serializable {
  /** Raised when records change their form; a record of another version is not trusted. */
  public static final int SCHEMA_VERSION = 2;

  /** Names, in {@link #settings}, what the diffusion model was given before a view is named. */
  public static final String PROMPT_TEXT = "prompt_text";

  /** Names, in {@link #seconds}, this stage's share of its batch. */
  public static final String SHARE = "share";

  /** Names, in {@link #seconds}, the whole batch. */
  public static final String BATCH = "batch";

  /** Name of the asset with the step curve, as {@link StepLog} writes it. */
  public static final String STEPS = "steps.jsonl.gz";

  /**
   * @throws IllegalArgumentException if a failed stage has no error or a done one has
   */
  public StageRecord {
    if ((status == StageStatus.FAILED) != (error != null)) {
      throw new IllegalArgumentException(
          "Invalid error of stage %s: %s (expected one if and only if it failed)"
              .formatted(id, error));
    }
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    assets = List.copyOf(assets);
    seconds = Collections.unmodifiableMap(new TreeMap<>(seconds));
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    started = started.truncatedTo(ChronoUnit.MICROS);
    finished = finished.truncatedTo(ChronoUnit.MICROS);
  }

  /** The file that the stage calls so. */
  public Optional<AssetRecord> asset(String name) {
    return assets.stream().filter(asset -> asset.name().equals(name)).findFirst();
  }

  /** Returns the record with its files in another place. */
  StageRecord withAssets(List<AssetRecord> files) {
    return new StageRecord(
        kind, id, status, settings, measures, files, seconds, batchSize, host, user, device,
        versions, error, started, finished);
  }

  /** Returns the measured values by name. */
  public Map<String, Double> metrics() {
    return measures.metrics();
  }

  /** This stage's share of device time; 0 if nothing was timed. */
  public double shareSeconds() {
    return seconds.getOrDefault(SHARE, 0.0);
  }
}
