package io.facesweep.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;

/**
 * A sweep's folder in an output root: {@code sweeps/NAME/effective.conf}, {@code plan.json} and
 * {@code synthesis-version}.
 */
public final class SweepFolder {
  private static final String PLAN = "plan.json";
  private static final String INSTRUMENT = "instrument.json";
  private static final String BETTER = "better";
  private static final String SYNTHESIS_VERSION = "synthesis-version";
  private static final long MAX_VERSION = 64;
  private static final long MAX_INSTRUMENT = 64 << 10;
  private static final String UNKNOWN = "unknown";

  /** A plan of a million trials has some 300 MB. */
  private static final long MAX_PLAN = 512L << 20;

  private final Storage storage;
  private final String sweep;
  private final Path folder;

  /**
   * @param sweep its name
   */
  public SweepFolder(StageStore store, String sweep) {
    this.storage = store.storage();
    this.sweep = sweep;
    this.folder = storage.resolve("sweeps/" + sweep);
  }

  /**
   * Keeps what is about to run, in the place of what was there; secrets are left out.
   *
   * @return what {@link #read} then gives
   */
  public StoredSweep write(SweepConfig config, SweepPlan plan) {
    replace("effective.conf", config.effectiveHocon());
    StoredSweep stored =
        StoredSweep.of(plan).asking(config).lookedAt(config.run().stopWhen().looks(plan.prompts()));
    replace(PLAN, SweepJson.write(stored));
    replace(SYNTHESIS_VERSION, SweepPlanner.SYNTHESIS_VERSION + "\n");
    return stored;
  }

  /** Keeps what the sweep is measured with, in the place of what was there. */
  public void write(Instrument instrument) {
    JsonObject json = new JsonObject();
    json.addProperty("id", instrument.id());
    json.addProperty("metrics_version", Instrument.METRICS_VERSION);
    json.addProperty("resolution", instrument.settings().resolution());
    json.addProperty("distance", instrument.settings().distance());
    json.addProperty("fov", instrument.settings().fov());
    json.add("judges", Json.map(instrument.judges(), Json::value));
    json.add(BETTER, Json.map(instrument.settings().better(), Json::value));
    replace(INSTRUMENT, Json.pretty(json));
  }

  /**
   * The id of what the sweep is measured with; empty for a sweep of a version that did not say so.
   *
   * @throws UserException if the file says something else
   */
  public Optional<String> instrument() {
    return instrument(SweepFolder::id);
  }

  /**
   * Which end of the numbers of the sweep's scorers is better, {@code higher} or {@code lower}, by
   * name; empty where it has none.
   *
   * @throws UserException if the file says something else
   */
  public Map<String, String> better() {
    return instrument(SweepFolder::better).orElse(Map.of());
  }

  private <T> Optional<T> instrument(Function<byte[], T> read) {
    Path path = new Path(folder, INSTRUMENT);
    try {
      Optional<byte[]> content = storage.readSmall(path, MAX_INSTRUMENT);
      return content.map(read);
    } catch (UnusableFileException | RuntimeException e) {
      throw new UserException(
          "Cannot read %s: it names no instrument (run the sweep again)"
              .formatted(StorageErrors.shown(path.toUri())),
          e);
    }
  }

  private static String id(byte[] instrument) {
    JsonObject json = Json.object(new String(instrument, StandardCharsets.UTF_8));
    String id = json.get("id").getAsString();
    if (!id.matches("[0-9a-f]{16}")) {
      throw new JsonParseException("no id");
    }
    return id;
  }

  private static Map<String, String> better(byte[] instrument) {
    JsonObject json = Json.object(new String(instrument, StandardCharsets.UTF_8));
    return json.has(BETTER)
        ? Json.map(json.getAsJsonObject(BETTER), JsonElement::getAsString)
        : Map.of();
  }

  /**
   * Says why the stages that were here are computed again, where the sweep was planned last by a
   * FaceSweep that gave other results for the same settings; empty where it was not.
   */
  public Optional<String> versionNote() {
    String now = Integer.toString(SweepPlanner.SYNTHESIS_VERSION);
    Optional<String> before = versionBefore();
    return before.isEmpty() || before.get().equals(now)
        ? Optional.empty()
        : Optional.of(
            "Sweep %s was last planned with synthesis version %s, and this FaceSweep has %s, which gives other numbers for the same settings (CHANGELOG.md says why): its stages are computed again, those of before stay in the output"
                .formatted(sweep, before.get(), now));
  }

  private Optional<String> versionBefore() {
    try {
      Optional<byte[]> content =
          storage.readSmall(new Path(folder, SYNTHESIS_VERSION), MAX_VERSION);
      if (content.isPresent()) {
        String text = new String(content.get(), StandardCharsets.UTF_8).strip();
        return Optional.of(text.matches("\\d{1,9}") ? text : UNKNOWN);
      }
    } catch (UnusableFileException e) {
      return Optional.of(UNKNOWN);
    }
    // the first version wrote none
    return storage.exists(new Path(folder, PLAN)) ? Optional.of("1") : Optional.empty();
  }

  /**
   * What was planned last.
   *
   * @throws UserException if there is no such sweep, or the file is the plan of another
   */
  public StoredSweep read() {
    Path path = new Path(folder, PLAN);
    String shown = StorageErrors.shown(path.toUri());
    byte[] content;
    try {
      content =
          storage
              .readSmall(path, MAX_PLAN)
              .orElseThrow(
                  () -> new UnusableFileException("there is no such sweep (run it first)"));
    } catch (UnusableFileException e) {
      throw new UserException("Cannot read %s: %s".formatted(shown, e.reason()), e);
    }
    return SweepJson.read(new String(content, StandardCharsets.UTF_8), sweep, shown);
  }

  /**
   * Checks that this process sees what the driver wrote.
   *
   * @throws UserException if it does not
   */
  public void requireHere() {
    Path path = new Path(folder, PLAN);
    if (!storage.exists(path)) {
      throw new UserException(
          "Cannot see %s, which the driver wrote: the output of a cluster must be on a file system"
                  .formatted(StorageErrors.shown(path.toUri()))
              + " that all its machines share, or on s3a: or hdfs:");
    }
  }

  private void replace(String name, String text) {
    storage.replace(new Path(folder, name), text.getBytes(StandardCharsets.UTF_8));
  }
}
