package io.facesweep.spark;

import io.facesweep.store.RunProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says how far a sweep has come: as a line for a log, and as a bar for a terminal. */
final class ProgressText {
  private static final int BAR = 24;
  private static final int SHOWN_PROMPT = 40;

  private ProgressText() {}

  /**
   * Returns a line for a log, e.g. {@code geometry 4 of 4, texture 3 of 8 stages, 1 failed; 0:41
   * elapsed, about 1:08 left; texture step 120 of 200 of "a bald man", gradient 3.2}.
   */
  static String line(RunProgress progress) {
    StringBuilder line = new StringBuilder(counts(progress, " of ")).append(" stages");
    line.append(failed(progress));
    line.append("; %s elapsed".formatted(clock(progress.elapsed())));
    Duration left = progress.left();
    if (left != null) {
      line.append(", about %s left".formatted(clock(left)));
    }
    if (!progress.running().isEmpty()) {
      line.append("; ").append(latest(progress));
    }
    return line.toString();
  }

  /** Returns the same as a bar. */
  static String bar(RunProgress progress) {
    int filled = (int) Math.floor(progress.share() * BAR);
    Duration left = progress.left();
    return "[%s%s] %3.0f %%  %s%s  %s%s%s"
        .formatted(
            "#".repeat(filled),
            ".".repeat(BAR - filled),
            100 * progress.share(),
            counts(progress, "/"),
            failed(progress),
            clock(progress.elapsed()),
            left == null ? "" : ", ETA " + clock(left),
            progress.running().isEmpty() ? "" : "  " + latest(progress));
  }

  private static String counts(RunProgress progress, String of) {
    return progress.stages().stream()
        .map(stages -> "%s %d%s%d".formatted(stages.kind(), stages.ended(), of, stages.total()))
        .collect(Collectors.joining(", "));
  }

  private static String failed(RunProgress progress) {
    return progress.failed() > 0 ? ", %d failed".formatted(progress.failed()) : "";
  }

  private static String latest(RunProgress progress) {
    RunProgress.Running step = progress.running().get(progress.running().size() - 1);
    String prompt = step.prompt();
    String shown =
        prompt.length() <= SHOWN_PROMPT ? prompt : prompt.substring(0, SHOWN_PROMPT - 3) + "...";
    return String.format(
        Locale.ROOT,
        "%s step %d of %d of \"%s\"%s, gradient %.3g",
        step.phase(),
        step.step(),
        step.steps(),
        shown,
        step.stages() > 1 ? " and %d more".formatted(step.stages() - 1) : "",
        step.gradientNorm());
  }

  private static String clock(Duration time) {
    long hours = time.toHours();
    return hours > 0
        ? "%d:%02d:%02d".formatted(hours, time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
