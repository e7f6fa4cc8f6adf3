package io.facesweep.store;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.SweepPlan;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.Path;

/** A sweep's folder in an output root: {@code sweeps/NAME/effective.conf} and {@code plan.json}. */
public final class SweepFolder {
  private static final String PLAN = "plan.json";

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

  /** Keeps what is about to run, in the place of what was there; secrets are left out. */
  public void write(SweepConfig config, SweepPlan plan) {
    replace("effective.conf", config.effectiveHocon());
    replace(PLAN, SweepJson.write(StoredSweep.of(plan)));
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
