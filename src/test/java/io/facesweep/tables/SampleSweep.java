package io.facesweep.tables;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.Measures;
import io.facesweep.store.StageError;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepLog;
import io.facesweep.store.StepRow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Two prompts, depth control on and off: four trials on two geometries. */
public final class SampleSweep {
  static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");

  private SampleSweep() {}

  public static SweepConfig config(Path root) {
    return SweepConfig.parse(
        """
        sweep {
          name = sample
          prompts = ["an old man", "a young woman"]
          axes { "texture.depth-control" = [true, false] }
        }
        models { diffusion = none, depth-controlnet = none }
        output.uri = "%s"
        spark.conf { "fs.s3a.secret.key" = hunter2 }
        """
            .formatted(root));
  }

  public static SweepPlan plan(SweepConfig config) {
    return SweepPlanner.plan(config, Fingerprints.unread(config));
  }

  public static StageRecord done(StageKind kind, String id, Map<String, Double> metrics) {
    return record(kind, id, StageStatus.DONE, metrics, List.of(), null);
  }

  public static StageRecord failed(StageKind kind, String id, StageError error) {
    return record(kind, id, StageStatus.FAILED, Map.of(), List.of(), error);
  }

  public static StageRecord record(
      StageKind kind,
      String id,
      StageStatus status,
      Map<String, Double> metrics,
      List<AssetRecord> assets,
      @Nullable StageError error) {
    return new StageRecord(
        kind,
        id,
        status,
        new TreeMap<>(Map.of("steps", 3L, "scale", 7.0, "prompt_text", "a \"man\"", "wrap", true)),
        new Measures(null, metrics, Map.of()),
        assets,
        Map.of(StageRecord.SHARE, 2.0, StageRecord.BATCH, 4.0),
        2,
        "host-1",
        "ada",
        "cpu",
        Map.of("facesweep", "0.1"),
        error,
        START,
        START.plusSeconds(4));
  }

  /** The same record with other measures. */
  public static StageRecord measured(StageRecord plain, Measures measures) {
    return new StageRecord(
        plain.kind(),
        plain.id(),
        plain.status(),
        plain.settings(),
        measures,
        plain.assets(),
        plain.seconds(),
        plain.batchSize(),
        plain.host(),
        plain.user(),
        plain.device(),
        plain.versions(),
        plain.error(),
        plain.started(),
        plain.finished());
  }

  /** Commits a stage with a picture and a step curve of two steps. */
  public static StageRecord commit(StageStore store, Stage stage, Map<String, Double> metrics) {
    String attempt = StageStore.newAttempt();
    List<AssetRecord> assets =
        store.writeAssets(
            stage.kind(),
            stage.id(),
            attempt,
            Map.of(
                "views/front.png",
                new byte[] {1, 2, 3},
                StageRecord.STEPS,
                StepLog.write(List.of(step(0), step(1)))));
    StageRecord record = record(stage.kind(), stage.id(), StageStatus.DONE, metrics, assets, null);
    store.commit(record, attempt);
    return record;
  }

  public static StepRow step(int step) {
    return new StepRow(
        "geometry",
        step,
        980 - step,
        1.5 + step,
        Map.of("learning-rate", 0.05, "new-term", Double.POSITIVE_INFINITY),
        0,
        0.25,
        30,
        -10,
        "front");
  }
}
