package io.facesweep.spark;

import io.facesweep.settings.Progress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows a sweep's progress until it is closed: a bar that is rewritten several times a second where
 * the console can, else a line now and then, the less often the longer it takes.
 */
final class ProgressPrinter implements AutoCloseable {
  private static final long BAR_MILLISECONDS = 250;
  private static final long LINE_SECONDS = 5;
  private static final long MAX_LINE_SECONDS = 60;
  private static final int LINES_A_RUN = 20;

  private final SweepConsole console;
  private final SweepProgress progress;
  private final Progress style;
  private final long startNanos = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(ProgressPrinter::daemon);
  private long nextLineSeconds = LINE_SECONDS;
  private @Nullable String said;
  private boolean isMute;

  ProgressPrinter(SweepConsole console, SweepProgress progress, Progress style) {
    this.console = console;
    this.progress = progress;
    this.style = style;
    if (style != Progress.NONE) {
      clock.scheduleAtFixedRate(
          this::tick, BAR_MILLISECONDS, BAR_MILLISECONDS, TimeUnit.MILLISECONDS);
    }
  }

  /** Says nothing more. */
  synchronized void mute() {
    isMute = true;
  }

  private synchronized void tick() {
    if (isMute) {
      return;
    }
    Duration elapsed = elapsed();
    if (console.isLive()) {
      console.status(ProgressText.bar(progress.after(elapsed)));
    } else if (elapsed.toSeconds() >= nextLineSeconds) {
      say(elapsed);
      nextLineSeconds =
          elapsed.toSeconds()
              + Math.min(
                  MAX_LINE_SECONDS, Math.max(LINE_SECONDS, elapsed.toSeconds() / LINES_A_RUN));
    }
  }

  private void say(Duration elapsed) {
    String line = ProgressText.line(progress.after(elapsed));
    if (!line.equals(said)) {
      said = line;
      console.say(line);
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** Says the last line. */
  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      if (style != Progress.NONE && !isMute) {
        say(elapsed());
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sweep-progress");
    thread.setDaemon(true);
    return thread;
  }
}
