package io.facesweep.run;

import io.facesweep.plan.Batch;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.settings.BatchKey;
import io.facesweep.store.StageStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one batch, in as many parts as memory makes of it, and commits the stages of each part as
 * soon as they have ended. If memory does not suffice, what is left goes on in halves. What a
 * runner throws else becomes the failure of a stage, and so does a geometry that is damaged; a
 * broken device and what the store throws end the task.
 */
public final class BatchRunner {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

  private final StageStore store;
  private final StageRunner runner;
  private final DeviceExperience experience;
  private final StageCommit commit;
  private final Watchdog watchdog;
  private final BatchReporter reporter;

  /**
   * @param experience of the runner's device
   * @param reporter for whoever has batches run
   */
  public BatchRunner(
      StageStore store,
      StageRunner runner,
      DeviceExperience experience,
      StageCommit commit,
      Watchdog watchdog,
      BatchReporter reporter) {
    this.store = store;
    this.runner = runner;
    this.experience = experience;
    this.commit = commit;
    this.watchdog = watchdog;
    this.reporter = reporter;
  }

  /**
   * Runs the stages of a batch that nobody has finished by now.
   *
   * @param attempt at this batch, from 0. If a process was lost with it, its stages run one by one,
   *     so that what finishes is kept and the one to blame is known.
   * @return one report a stage
   * @throws BrokenDeviceException if the device is; stages that have ended are committed
   * @throws StageInterruptedException if this thread is interrupted while it waits
   */
  public List<StageReport> run(Batch batch, int attempt) {
    List<StageReport> reports = new ArrayList<>();
    List<Stage> left = new ArrayList<>();
    for (Stage stage : batch.stages()) {
      if (store.isDone(stage.kind(), stage.id())) {
        reports.add(new StageReport(stage.id(), StageReport.End.DONE_BY_ANOTHER, null));
      } else {
        left.add(stage);
      }
    }
    if (attempt == 0 && !left.isEmpty()) {
      reports.addAll(begin(batch.kind(), left));
    } else {
      left.forEach(stage -> reports.addAll(begin(batch.kind(), List.of(stage))));
    }
    return reports;
  }

  private List<StageReport> begin(StageKind kind, List<Stage> stages) {
    Set<String> refused = reporter.begin(stages.stream().map(Stage::id).toList());
    List<StageReport> reports = new ArrayList<>();
    List<Stage> able = new ArrayList<>();
    for (Stage stage : stages) {
      if (refused.contains(stage.id())) {
        StageOutcome outcome = new StageOutcome.Failed(StageFailures.lostExecutors(), List.of());
        reports.add(commit.commit(stage, outcome, Instant.now(), 1));
      } else {
        able.add(stage);
      }
    }
    if (!able.isEmpty()) {
      reports.addAll(run(kind, able));
    }
    return reports;
  }

  /** Stages whose geometry cannot be read fail, the others run. */
  private List<StageReport> run(StageKind kind, List<Stage> stages) {
    StoredGeometries stored = new StoredGeometries(store);
    List<StageReport> reports = new ArrayList<>();
    List<Stage> able = new ArrayList<>();
    List<StoredGeometry> geometries = new ArrayList<>();
    for (Stage stage : stages) {
      try {
        geometries.add(stored.of(stage.geometryStage()));
        able.add(stage);
      } catch (UnusableGeometryException e) {
        LOG.warn("{}", e.getMessage());
        StageOutcome outcome = new StageOutcome.Failed(StageFailures.geometry(e), List.of());
        reports.add(commit.commit(stage, outcome, Instant.now(), 1));
      }
    }
    if (!able.isEmpty()) {
      reports.addAll(run(new StageBatch(kind, able, geometries)));
    }
    return reports;
  }

  private List<StageReport> run(StageBatch batch) {
    List<StageReport> reports = new ArrayList<>();
    while (reports.size() < batch.size()) {
      reports.addAll(part(batch.from(reports.size())));
    }
    return reports;
  }

  /**
   * Runs the first stages of what is left, as many as memory admits; none has ended if those were
   * too many, and then fewer are admitted next time.
   */
  private List<StageReport> part(StageBatch left) {
    BatchKey shape = left.stages().get(0).shape();
    StageRunner.Room room;
    try {
      room = runner.room(left.first(experience.most(shape)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageInterruptedException("while it waited for memory", e);
    } catch (RuntimeException e) {
      return List.of(fail(left, e, Instant.now()));
    }
    try (room) {
      return run(left.first(room.stages()), shape);
    }
  }

  private List<StageReport> run(StageBatch part, BatchKey shape) {
    Instant started = Instant.now();
    List<StageOutcome> outcomes;
    try {
      outcomes = outcomes(part);
    } catch (StageInterruptedException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      return part.size() == 1 ? List.of(fail(part, e, started)) : apart(part, e, shape);
    }
    experience.work();
    List<StageReport> reports = new ArrayList<>();
    for (int i = 0; i < part.size(); i++) {
      Stage stage = part.stages().get(i);
      StageOutcome outcome = outcomes.get(i);
      reports.add(
          outcome instanceof StageOutcome.Stopped
              ? new StageReport(stage.id(), StageReport.End.STOPPED, null)
              : commit.commit(stage, outcome, started, part.size()));
    }
    return reports;
  }

  /** What becomes of stages that failed together: perhaps only one of them is to blame. */
  private List<StageReport> apart(StageBatch part, Throwable e, BatchKey shape) {
    DeviceFault.requireUsable(e);
    if (DeviceFault.of(e) == DeviceFault.OUT_OF_MEMORY) {
      experience.tooMany(shape, part.size());
      LOG.warn(
          "{} stages at once are too many for the memory ({}); they go on {} at a time",
          part.size(),
          DeviceFault.reason(e),
          experience.most(shape));
      runner.releaseMemory();
      return List.of();
    }
    List<StageReport> reports = new ArrayList<>();
    for (int i = 0; i < part.size(); i++) {
      reports.addAll(run(part.alone(i), shape));
    }
    return reports;
  }

  private List<StageOutcome> outcomes(StageBatch batch) {
    BatchProgress progress = reporter.progress(batch);
    List<StageOutcome> outcomes = watchdog.run(batch.size(), () -> runner.run(batch, progress));
    if (outcomes.size() != batch.size()) {
      throw new IllegalStateException(
          "Invalid outcomes: %d (expected %d, one a stage)"
              .formatted(outcomes.size(), batch.size()));
    }
    return outcomes;
  }

  /** Commits the failure of the first stage, unless its device is to blame. */
  private StageReport fail(StageBatch batch, Throwable e, Instant started) {
    DeviceFault.requireUsable(e);
    Stage stage = batch.stages().get(0);
    reporter.onThrown(stage, e);
    if (DeviceFault.of(e) == DeviceFault.OUT_OF_MEMORY) {
      runner.releaseMemory();
    }
    StageOutcome failure = new StageOutcome.Failed(StageFailures.of(e), List.of());
    return commit.commit(stage, failure, started, 1);
  }
}
