package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.plan.Batch;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.store.Asset;
import io.facesweep.store.StageError;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.TaskKilledException;

/**
 * Runs one batch and commits its stages, one by one. What a runner throws becomes the failure of a
 * stage, want of memory too; what the store throws ends the task.
 */
final class BatchRunner {
  private final StageStore store;
  private final StageRunner runner;
  private final StageCommit commit;
  private final Watchdog watchdog;
  private final long taskId;
  private final long progressNanos;

  /**
   * @param taskId for progress
   * @param progressNanos least time between two messages of progress
   */
  BatchRunner(
      StageStore store,
      StageRunner runner,
      StageCommit commit,
      Watchdog watchdog,
      long taskId,
      long progressNanos) {
    this.store = store;
    this.runner = runner;
    this.commit = commit;
    this.watchdog = watchdog;
    this.taskId = taskId;
    this.progressNanos = progressNanos;
  }

  /**
   * One report a stage. Stages that someone has finished by now are not run.
   *
   * @param attempt of Spark's at this batch, from 0. If an executor was lost with it, its stages
   *     run one by one, so that what finishes is kept and the one to blame is known.
   */
  List<StageReport> run(Batch batch, int attempt) {
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
    Set<String> refused = DriverLink.begin(stages.stream().map(Stage::id).toList());
    List<StageReport> reports = new ArrayList<>();
    List<Stage> able = new ArrayList<>();
    for (Stage stage : stages) {
      if (refused.contains(stage.id())) {
        StageError error =
            new StageError(
                "ExecutorLost",
                "%d executors were lost while it ran (out of memory? see their logs)"
                    .formatted(LostStages.MOST),
                null,
                null);
        StageOutcome outcome = new StageOutcome.Failed(error, List.of());
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

  private List<StageReport> run(StageKind kind, List<Stage> stages) {
    Map<String, float[]> known = new HashMap<>();
    List<float[]> coefficients = new ArrayList<>();
    for (Stage stage : stages) {
      String geometry = stage.geometryStage();
      coefficients.add(
          geometry == null ? new float[0] : known.computeIfAbsent(geometry, this::coefficients));
    }
    StageBatch batch = new StageBatch(kind, stages, coefficients);
    List<StageReport> reports = new ArrayList<>();
    Instant started = Instant.now();
    List<StageOutcome> outcomes;
    try {
      outcomes = outcomes(batch);
    } catch (TaskKilledException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      if (stages.size() == 1) {
        return List.of(commit.commit(stages.get(0), failure(e), started, 1));
      }
      for (int i = 0; i < stages.size(); i++) {
        reports.add(alone(batch.alone(i)));
      }
      return reports;
    }
    for (int i = 0; i < stages.size(); i++) {
      reports.add(commit.commit(stages.get(i), outcomes.get(i), started, stages.size()));
    }
    return reports;
  }

  /** A stage of a batch that failed as a whole: perhaps only one of its mates is to blame. */
  private StageReport alone(StageBatch batch) {
    Instant started = Instant.now();
    StageOutcome outcome;
    try {
      outcome = outcomes(batch).get(0);
    } catch (TaskKilledException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      outcome = failure(e);
    }
    return commit.commit(batch.stages().get(0), outcome, started, 1);
  }

  private List<StageOutcome> outcomes(StageBatch batch) {
    BatchProgress progress = DriverLink.progress(taskId, batch, progressNanos);
    List<StageOutcome> outcomes =
        watchdog.run(batch.stages().size(), () -> runner.run(batch, progress));
    if (outcomes.size() != batch.stages().size()) {
      throw new IllegalStateException(
          "Invalid outcomes: %d (expected %d, one a stage)"
              .formatted(outcomes.size(), batch.stages().size()));
    }
    return outcomes;
  }

  private static StageOutcome failure(Throwable e) {
    String message = e.getMessage();
    String type =
        e instanceof TimeLimit.ExceededException ? TimeLimit.NAME : e.getClass().getName();
    return new StageOutcome.Failed(
        new StageError(type, message == null ? e.toString() : message, null, null), List.of());
  }

  private float[] coefficients(String geometry) {
    StageRecord record =
        store
            .read(StageKind.GEOMETRY, geometry)
            .filter(found -> found.status() == StageStatus.DONE)
            .orElseThrow(
                () ->
                    new UserException(
                        "Cannot run a texture stage: its geometry %s has no record (run again)"
                            .formatted(geometry)));
    Asset asset =
        record
            .asset(GeometryFile.NAME)
            .orElseThrow(
                () ->
                    new UserException(
                        "Cannot run a texture stage: its geometry %s has no %s"
                            .formatted(geometry, GeometryFile.NAME)));
    return GeometryFile.read(
        store.readAsset(record, asset), StageStore.relativePath(record, asset));
  }
}
