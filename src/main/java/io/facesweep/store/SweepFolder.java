package io.facesweep.store;

import io.facesweep.Sha256;
import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/**
 * A sweep's folder in an output root: {@code sweeps/NAME/effective.conf}, {@code plan.json}, {@code
 * instrument.json} and {@code synthesis-version}; other plans that it had in {@code plans/}.
 */
public final class SweepFolder {
  private static final String PLAN = "plan.json";
  private static final String CONFIGURATION = "effective.conf";
  private static final long MAX_CONFIGURATION = 64L << 20;
  private static final int NAME_LENGTH = 12;
  private static final String INSTRUMENT = "instrument.json";
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

  /** {@link #write(SweepConfig, SweepPlan, Consumer)} without a word. */
  public StoredSweep write(SweepConfig config, SweepPlan plan) {
    return write(config, plan, note -> {});
  }

  /**
   * Keeps what is about to run; secrets are left out. Another plan of the sweep that was there is
   * kept beside it, in {@code plans/}.
   *
   * @param notes gets a line where there was another plan
   * @return what {@link #read} then gives
   */
  public StoredSweep write(SweepConfig config, SweepPlan plan, Consumer<String> notes) {
    StoredSweep stored =
        StoredSweep.of(plan).asking(config).lookedAt(config.run().stopWhen().looks(plan.prompts()));
    String text = SweepJson.write(stored);
    keepOther(text).ifPresent(notes);
    replace(CONFIGURATION, config.effectiveHocon());
    replace(PLAN, text);
    replace(SYNTHESIS_VERSION, SweepPlanner.SYNTHESIS_VERSION + "\n");
    return stored;
  }

  /** Copies the plan that is there, with its configuration, unless it is the same. */
  private Optional<String> keepOther(String plan) {
    try {
      Optional<byte[]> before = own(PLAN, MAX_PLAN);
      if (before.isEmpty() || Arrays.equals(before.get(), plan.getBytes(StandardCharsets.UTF_8))) {
        return Optional.empty();
      }
      Path kept = new Path(folder, "plans/" + Sha256.of(before.get()).substring(0, NAME_LENGTH));
      Optional<byte[]> configuration = own(CONFIGURATION, MAX_CONFIGURATION);
      storage.replace(new Path(kept, PLAN), before.get());
      configuration.ifPresent(content -> storage.replace(new Path(kept, CONFIGURATION), content));
      return Optional.of(
          "Sweep %s had another plan, which is kept in %s; its stages stay in the output"
              .formatted(sweep, StorageErrors.shown(kept.toUri())));
    } catch (UnusableFileException e) {
      return Optional.of(
          "Cannot keep the plan that sweep %s had before: %s (it is replaced)"
              .formatted(sweep, e.reason()));
    }
  }

  /** A file of the folder. A link is none: what it leads to is not ours to copy. */
  private Optional<byte[]> own(String name, long most) throws UnusableFileException {
    Path path = new Path(folder, name);
    if (storage.exists(path) && !storage.isPlainFile(path)) {
      throw new UnusableFileException("%s is not a plain file".formatted(name));
    }
    return storage.readSmall(path, most);
  }

  /**
   * Adds to what was planned what its trials have before their first step, where a version that did
   * not say so has planned them.
   *
   * @param plan of the same trials
   */
  public void addStarts(SweepPlan plan) {
    StoredSweep stored = read();
    if (stored.trials().stream().anyMatch(trial -> trial.start() == null)) {
      Map<String, String> starts = new HashMap<>();
      plan.trials().forEach(trial -> starts.put(trial.id(), trial.start()));
      replace(PLAN, SweepJson.write(stored.startingAt(starts)));
    }
  }

  /** Keeps what the sweep is measured with, in the place of what was there. */
  public void write(Instrument instrument) {
    replace(INSTRUMENT, StoredInstrument.write(instrument));
  }

  /**
   * What the sweep is measured with; empty for a sweep of a version that did not say so.
   *
   * @throws UserException if the file says something else
   */
  public Optional<StoredInstrument> instrument() {
    Path path = new Path(folder, INSTRUMENT);
    try {
      Optional<byte[]> content = storage.readSmall(path, MAX_INSTRUMENT);
      return content.map(StoredInstrument::read);
    } catch (UnusableFileException | RuntimeException e) {
      throw new UserException(
          "Cannot read %s: it names no instrument (run the sweep again)"
              .formatted(StorageErrors.shown(path.toUri())),
          e);
    }
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
