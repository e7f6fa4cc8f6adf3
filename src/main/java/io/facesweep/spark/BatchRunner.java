package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.plan.Batch;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.store.Asset;
import io.facesweep.store.CommitResult;
import io.facesweep.store.SettingsColumns;
import io.facesweep.store.StageError;
import io.facesweep.store.StageLookup;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.TaskKilledException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one batch and commits its stages, one by one. What a runner throws becomes the failure of a
 * stage; what the store throws ends the task, which Spark may try again.
 */
final class BatchRunner {
  private final StageStore store;
  private final StageRunner runner;
  private final String host;
  private final String device;
  private final Map<String, String> versions;

  BatchRunner(
      StageStore store,
      StageRunner runner,
      String host,
      String device,
      Map<String, String> versions) {
    this.store = store;
    this.runner = runner;
    this.host = host;
    this.device = device;
    this.versions = versions;
  }

  /** One report a stage. Stages that someone has finished by now are not run. */
  List<StageReport> run(Batch batch) {
    List<StageReport> reports = new ArrayList<>();
    List<Stage> left = new ArrayList<>();
    for (Stage stage : batch.stages()) {
      if (isDone(stage)) {
        reports.add(new StageReport(stage.id(), StageReport.End.DONE_BY_ANOTHER, null));
      } else {
        left.add(stage);
      }
    }
    if (!left.isEmpty()) {
      reports.addAll(run(batch.kind(), left));
    }
    return reports;
  }

  private boolean isDone(Stage stage) {
    return store.lookup(stage.kind(), stage.id()) instanceof StageLookup.Found found
        && found.record().status() == StageStatus.DONE;
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
    } catch (RuntimeException e) {
      if (stages.size() == 1) {
        return List.of(commit(stages.get(0), failure(e), started, 1));
      }
      for (int i = 0; i < stages.size(); i++) {
        reports.add(alone(batch.alone(i)));
      }
      return reports;
    }
    for (int i = 0; i < stages.size(); i++) {
      reports.add(commit(stages.get(i), outcomes.get(i), started, stages.size()));
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
    } catch (RuntimeException e) {
      outcome = failure(e);
    }
    return commit(batch.stages().get(0), outcome, started, 1);
  }

  private List<StageOutcome> outcomes(StageBatch batch) {
    List<StageOutcome> outcomes = runner.run(batch);
    if (outcomes.size() != batch.stages().size()) {
      throw new IllegalStateException(
          "Invalid outcomes: %d (expected %d, one a stage)"
              .formatted(outcomes.size(), batch.stages().size()));
    }
    return outcomes;
  }

  private static StageOutcome failure(RuntimeException e) {
    String message = e.getMessage();
    return new StageOutcome.Failed(
        new StageError(
            e.getClass().getName(), message == null ? e.toString() : message, null, null),
        List.of());
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

  private StageReport commit(Stage stage, StageOutcome outcome, Instant started, int batchSize) {
    Instant finished = Instant.now();
    Map<String, byte[]> files = new TreeMap<>();
    if (!outcome.steps().isEmpty()) {
      files.put(StageRecord.STEPS, StepLog.write(outcome.steps()));
    }
    @Nullable StageError error = null;
    Map<String, Double> metrics = Map.of();
    if (outcome instanceof StageOutcome.Done done) {
      files.putAll(done.files());
      metrics = done.metrics();
    } else if (outcome instanceof StageOutcome.Failed failed) {
      error = failed.error();
    }
    String attempt = StageStore.newAttempt();
    double seconds = Duration.between(started, finished).toNanos() / 1e9;
    StageRecord record =
        new StageRecord(
            stage.kind(),
            stage.id(),
            error == null ? StageStatus.DONE : StageStatus.FAILED,
            settings(stage),
            metrics,
            store.writeAssets(stage.kind(), stage.id(), attempt, files),
            Map.of(StageRecord.SHARE, seconds / batchSize, StageRecord.BATCH, seconds),
            batchSize,
            host,
            device,
            versions,
            error,
            started,
            finished);
    CommitResult result = store.commit(record, attempt);
    if (result == CommitResult.LOST) {
      return new StageReport(stage.id(), StageReport.End.DONE_BY_ANOTHER, null);
    }
    return error == null
        ? new StageReport(stage.id(), StageReport.End.DONE, null)
        : new StageReport(stage.id(), StageReport.End.FAILED, error.message());
  }

  private static Map<String, Object> settings(Stage stage) {
    Map<String, Object> settings = new TreeMap<>(SettingsColumns.of(stage.settings()));
    settings.put("prompt_text", stage.promptText());
    settings.put("seed", stage.seed());
    String geometry = stage.geometryStage();
    if (geometry != null) {
      settings.put("geometry_stage", geometry);
    }
    return settings;
  }
}
