package io.facesweep.spark;

import io.facesweep.plan.Batch;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.run.StageReport;
import io.facesweep.store.RunProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts the stages of a sweep that ended, and knows the steps of those that run. Its measure of
 * the whole goes by a rough measure of each stage's work. Safe for threads.
 */
final class SweepProgress {
  private final Map<StageKind, Integer> totals = new EnumMap<>(StageKind.class);
  private final Map<StageKind, Integer> ended = new EnumMap<>(StageKind.class);
  private final Map<StageKind, Integer> failed = new EnumMap<>(StageKind.class);
  private final Map<String, Waiting> left = new HashMap<>();
  private final int[] waitingOfBatch;
  private final Map<Long, ExecutorMessage.Step> running = new LinkedHashMap<>();
  private double workDone;
  private double workLeft;
  private int batchesEnded;

  /**
   * A stage that has not ended.
   *
   * @param batch its place among the batches
   */
  private record Waiting(Stage stage, int batch) {}

  /**
   * @param batches all that will run
   */
  SweepProgress(List<Batch> batches) {
    waitingOfBatch = new int[batches.size()];
    for (int i = 0; i < batches.size(); i++) {
      Batch batch = batches.get(i);
      waitingOfBatch[i] = batch.stages().size();
      totals.merge(batch.kind(), batch.stages().size(), Integer::sum);
      for (Stage stage : batch.stages()) {
        left.put(stage.id(), new Waiting(stage, i));
        workLeft += stage.shape().work();
      }
    }
  }

  synchronized void add(StageReport report) {
    Waiting waiting = left.remove(report.id());
    if (waiting != null) {
      Stage stage = waiting.stage();
      ended.merge(stage.kind(), 1, Integer::sum);
      workDone += stage.shape().work();
      workLeft -= stage.shape().work();
      if (report.end() == StageReport.End.FAILED) {
        failed.merge(stage.kind(), 1, Integer::sum);
      }
      waitingOfBatch[waiting.batch()]--;
      batchesEnded += waitingOfBatch[waiting.batch()] == 0 ? 1 : 0;
    }
  }

  synchronized void add(ExecutorMessage.Step step) {
    running.remove(step.task());
    running.put(step.task(), step);
  }

  synchronized void end(long task) {
    running.remove(task);
  }

  /** Whether all has ended, or there is nothing to do. */
  synchronized boolean isComplete() {
    return left.isEmpty();
  }

  /** Returns how far the sweep has come in a time. */
  synchronized RunProgress after(Duration elapsed) {
    List<RunProgress.Stages> stages = new ArrayList<>();
    totals.forEach(
        (kind, total) ->
            stages.add(
                new RunProgress.Stages(
                    kind.name().toLowerCase(Locale.ROOT),
                    ended.getOrDefault(kind, 0),
                    failed.getOrDefault(kind, 0),
                    total)));
    return new RunProgress(
        Instant.now(),
        elapsed,
        share(),
        stages,
        waitingOfBatch.length,
        batchesEnded,
        running.values().stream().map(SweepProgress::running).toList(),
        Duration.ZERO);
  }

  private static RunProgress.Running running(ExecutorMessage.Step step) {
    return new RunProgress.Running(
        step.executor(),
        step.phase(),
        step.what(),
        step.stages().size(),
        step.step() + 1,
        step.steps(),
        step.gradientNorm());
  }

  /** Work that is done, steps of what runs included, of all. */
  private double share() {
    if (left.isEmpty()) {
      return 1;
    }
    double partial = 0;
    for (ExecutorMessage.Step step : running.values()) {
      for (String id : step.stages()) {
        Waiting waiting = left.get(id);
        if (waiting != null) {
          partial += waiting.stage().shape().work() * (step.step() + 1) / step.steps();
        }
      }
    }
    double all = workDone + workLeft;
    return all <= 0 ? 0 : Math.min(1, (workDone + partial) / all);
  }
}
