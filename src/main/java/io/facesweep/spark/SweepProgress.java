package io.facesweep.spark;

import io.facesweep.plan.Batch;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.run.StageReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a sweep has come: stages that ended, and the steps of those that run. The time left goes
 * by a rough measure of each stage's work. Safe for threads.
 */
final class SweepProgress {
  private static final int BAR = 24;
  private static final int SHOWN_PROMPT = 40;

  private final Map<StageKind, Integer> totals = new EnumMap<>(StageKind.class);
  private final Map<StageKind, Integer> ended = new EnumMap<>(StageKind.class);
  private final Map<String, Stage> left = new HashMap<>();
  private final Map<Long, ExecutorMessage.Step> running = new LinkedHashMap<>();
  private double workDone;
  private double workLeft;
  private int failed;

  /**
   * @param batches all that will run
   */
  SweepProgress(Collection<Batch> batches) {
    for (Batch batch : batches) {
      totals.merge(batch.kind(), batch.stages().size(), Integer::sum);
      for (Stage stage : batch.stages()) {
        left.put(stage.id(), stage);
        workLeft += stage.shape().work();
      }
    }
  }

  synchronized void add(StageReport report) {
    Stage stage = left.remove(report.id());
    if (stage != null) {
      ended.merge(stage.kind(), 1, Integer::sum);
      workDone += stage.shape().work();
      workLeft -= stage.shape().work();
      failed += report.end() == StageReport.End.FAILED ? 1 : 0;
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

  /**
   * A line for a log, e.g. {@code geometry 4 of 4, texture 3 of 8 stages, 1 failed; 0:41 elapsed,
   * about 1:08 left; texture step 120 of 200 of "a bald man", gradient 3.2}.
   */
  synchronized String line(Duration elapsed) {
    StringBuilder line = new StringBuilder(counts(" of ")).append(" stages");
    if (failed > 0) {
      line.append(", %d failed".formatted(failed));
    }
    line.append("; %s elapsed".formatted(clock(elapsed)));
    Duration time = timeLeft(elapsed);
    if (time != null) {
      line.append(", about %s left".formatted(clock(time)));
    }
    ExecutorMessage.Step step = latest();
    if (step != null) {
      line.append("; ").append(text(step));
    }
    return line.toString();
  }

  /** The same as a bar. */
  synchronized String bar(Duration elapsed) {
    double share = share();
    int filled = (int) Math.floor(share * BAR);
    Duration time = timeLeft(elapsed);
    ExecutorMessage.Step step = latest();
    return "[%s%s] %3.0f %%  %s%s  %s%s%s"
        .formatted(
            "#".repeat(filled),
            ".".repeat(BAR - filled),
            100 * share,
            counts("/"),
            failed > 0 ? ", %d failed".formatted(failed) : "",
            clock(elapsed),
            time == null ? "" : ", ETA " + clock(time),
            step == null ? "" : "  " + text(step));
  }

  private String counts(String of) {
    List<String> counts = new ArrayList<>();
    totals.forEach(
        (kind, total) ->
            counts.add(
                "%s %d%s%d"
                    .formatted(
                        kind.name().toLowerCase(Locale.ROOT),
                        ended.getOrDefault(kind, 0),
                        of,
                        total)));
    return String.join(", ", counts);
  }

  private @Nullable Duration timeLeft(Duration elapsed) {
    double share = share();
    return share > 0 && share < 1
        ? Duration.ofMillis(Math.round(elapsed.toMillis() * (1 - share) / share))
        : null;
  }

  /** Work that is done, steps of what runs included, of all. */
  private double share() {
    if (left.isEmpty()) {
      return 1;
    }
    double partial = 0;
    for (ExecutorMessage.Step step : running.values()) {
      for (String id : step.stages()) {
        Stage stage = left.get(id);
        if (stage != null) {
          partial += stage.shape().work() * (step.step() + 1) / step.steps();
        }
      }
    }
    double all = workDone + workLeft;
    return all <= 0 ? 0 : Math.min(1, (workDone + partial) / all);
  }

  private ExecutorMessage.@Nullable Step latest() {
    ExecutorMessage.Step latest = null;
    for (ExecutorMessage.Step step : running.values()) {
      latest = step;
    }
    return latest;
  }

  private static String text(ExecutorMessage.Step step) {
    String prompt = step.what();
    String shown =
        prompt.length() <= SHOWN_PROMPT ? prompt : prompt.substring(0, SHOWN_PROMPT - 3) + "...";
    return String.format(
        Locale.ROOT,
        "%s step %d of %d of \"%s\"%s, gradient %.3g",
        step.phase(),
        step.step() + 1,
        step.steps(),
        shown,
        step.stages().size() > 1 ? " and %d more".formatted(step.stages().size() - 1) : "",
        step.gradientNorm());
  }

  private static String clock(Duration time) {
    long hours = time.toHours();
    return hours > 0
        ? "%d:%02d:%02d".formatted(hours, time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
