package io.facesweep.run;

import io.facesweep.UserException;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.store.CommitResult;
import io.facesweep.store.Measures;
import io.facesweep.store.SettingsColumns;
import io.facesweep.store.StageError;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a stage gave: its files, then its record. A store that fails is tried again after
 * pauses, since computing the stage again costs more.
 */
public final class StageCommit {
  private static final Logger LOG = LoggerFactory.getLogger(StageCommit.class);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

  private final StageStore store;
  private final Provenance provenance;
  private final List<Duration> pauses;
  private final Wait wait;

  /** By stages' settings, of which a batch has few, each one object. */
  private final Map<TrialSettings, Map<Computed, SortedMap<String, Object>>> columns =
      new IdentityHashMap<>();

  /** What a stage's columns depend on beside its settings. */
  private record Computed(StageKind kind, ModelSettings models) {}

  /** Waits, as {@link Thread#sleep} does. */
  interface Wait {
    void pause(Duration time) throws InterruptedException;
  }

  /**
   * @param provenance of all that it commits
   * @param pauses before each new try
   */
  public StageCommit(StageStore store, Provenance provenance, List<Duration> pauses) {
    this(store, provenance, pauses, pause -> Thread.sleep(pause.toMillis()));
  }

  StageCommit(StageStore store, Provenance provenance, List<Duration> pauses, Wait wait) {
    this.store = store;
    this.provenance = provenance;
    this.pauses = pauses;
    this.wait = wait;
  }

  /** Pauses of 5 s, 10 s, 20 s ... that add up to this. */
  public static List<Duration> pauses(Duration patience) {
    List<Duration> pauses = new ArrayList<>();
    Duration left = patience;
    for (Duration next = FIRST_PAUSE; !left.isZero(); next = next.multipliedBy(2)) {
      Duration pause = next.compareTo(left) < 0 ? next : left;
      pauses.add(pause);
      left = left.minus(pause);
    }
    return pauses;
  }

  /**
   * How a stage was computed.
   *
   * @param started when its batch began
   * @param finished when it was ready to be stored
   * @param batchSize how many stages ran in lockstep with it, itself included
   * @param batch what they would have taken together on one thread; each stage has an equal share
   */
  record Run(Instant started, Instant finished, int batchSize, Duration batch) {
    /** Of a batch that was finished by the thread that ran it, and ends now. */
    static Run until(Instant finished, Instant started, int batchSize) {
      return new Run(started, finished, batchSize, Duration.between(started, finished));
    }
  }

  /**
   * Commits a stage whose batch ends now.
   *
   * @param started when its batch began
   * @param batchSize how many stages ran in lockstep with it, itself included
   * @throws UserException if the store fails for longer than the pauses
   * @throws StageInterruptedException if this thread is interrupted in a pause
   */
  public StageReport commit(Stage stage, StageOutcome outcome, Instant started, int batchSize) {
    return commit(stage, outcome, Run.until(Instant.now(), started, batchSize));
  }

  /**
   * Commits a stage.
   *
   * @throws UserException if the store fails for longer than the pauses
   * @throws StageInterruptedException if this thread is interrupted in a pause
   */
  StageReport commit(Stage stage, StageOutcome outcome, Run run) {
    for (Duration pause : pauses) {
      try {
        return once(stage, outcome, run);
      } catch (UserException e) {
        LOG.warn("{}; tried again in {} s", e.getMessage(), pause.toSeconds());
        sleep(pause);
      }
    }
    return once(stage, outcome, run);
  }

  private void sleep(Duration pause) {
    try {
      wait.pause(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageInterruptedException("while it waited for the store", e);
    }
  }

  private StageReport once(Stage stage, StageOutcome outcome, Run run) {
    Map<String, byte[]> files = new TreeMap<>();
    if (!outcome.steps().isEmpty()) {
      files.put(StageRecord.STEPS, StepLog.write(outcome.steps()));
    }
    @Nullable StageError error = null;
    Measures measures = Measures.NONE;
    if (outcome instanceof StageOutcome.Done done) {
      files.putAll(done.files());
      measures = done.measures();
    } else if (outcome instanceof StageOutcome.Failed failed) {
      error = failed.error();
    }
    String attempt = StageStore.newAttempt();
    double seconds = run.batch().toNanos() / 1e9;
    StageRecord record =
        new StageRecord(
            stage.kind(),
            stage.id(),
            error == null ? StageStatus.DONE : StageStatus.FAILED,
            settings(stage),
            measures,
            store.writeAssets(stage.kind(), stage.id(), attempt, files),
            Map.of(StageRecord.SHARE, seconds / run.batchSize(), StageRecord.BATCH, seconds),
            run.batchSize(),
            provenance.host(),
            StageStore.user(),
            provenance.device(),
            provenance.versions(),
            error,
            run.started(),
            run.finished());
    CommitResult result = store.commit(record, attempt);
    if (result == CommitResult.LOST) {
      return new StageReport(stage.id(), StageReport.End.DONE_BY_ANOTHER, null);
    }
    return error == null
        ? new StageReport(stage.id(), StageReport.End.DONE, null)
        : new StageReport(stage.id(), StageReport.End.FAILED, error.message());
  }

  private Map<String, Object> settings(Stage stage) {
    Map<String, Object> settings = new TreeMap<>(columns(stage));
    settings.put(StageRecord.PROMPT_TEXT, stage.promptText());
    settings.put("seed", stage.seed());
    String geometry = stage.geometryStage();
    if (geometry != null) {
      settings.put("geometry_stage", geometry);
    }
    return settings;
  }

  /**
   * What all stages have in common that are computed from the same settings with the same models.
   */
  private synchronized SortedMap<String, Object> columns(Stage stage) {
    return columns
        .computeIfAbsent(stage.settings(), settings -> new HashMap<>())
        .computeIfAbsent(
            new Computed(stage.kind(), stage.models()),
            computed -> {
              Map<String, Object> values = SettingsColumns.of(stage.settings());
              values.putAll(SettingsColumns.models(stage, provenance.models()));
              return new TreeMap<>(values);
            });
  }
}
