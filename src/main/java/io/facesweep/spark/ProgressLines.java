package io.facesweep.spark;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says every few seconds, while a job runs, how many stages have ended and how long is left. */
final class ProgressLines implements AutoCloseable {
  private final Consumer<String> console;
  private final String what;
  private final int total;
  private final long startNanos = System.nanoTime();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(ProgressLines::daemon);
  private final ScheduledFuture<?> ticks;
  private int said = -1;

  /**
   * @param what the stages, e.g. "geometry"
   * @param total how many of them run
   */
  ProgressLines(Consumer<String> console, String what, int total, Duration interval) {
    this.console = console;
    this.what = what;
    this.total = total;
    long millis = interval.toMillis();
    ticks = clock.scheduleAtFixedRate(this::say, millis, millis, TimeUnit.MILLISECONDS);
  }

  void add(StageReport report) {
    if (report.end() == StageReport.End.FAILED) {
      failed.incrementAndGet();
    }
    ended.incrementAndGet();
  }

  private synchronized void say() {
    int now = ended.get();
    if (now != said && total > 0) {
      said = now;
      console.accept(line(what, now, failed.get(), total, elapsed()));
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** E.g. {@code texture: 3 of 8 stages, 1 failed, 0:41 elapsed, about 1:08 left}. */
  static String line(String what, int ended, int failed, int total, Duration elapsed) {
    StringBuilder line = new StringBuilder("%s: %d of %d stages".formatted(what, ended, total));
    if (failed > 0) {
      line.append(", %d failed".formatted(failed));
    }
    line.append(", %s elapsed".formatted(clock(elapsed)));
    if (ended > 0 && ended < total) {
      Duration left = elapsed.multipliedBy(total - ended).dividedBy(ended);
      line.append(", about %s left".formatted(clock(left)));
    }
    return line.toString();
  }

  private static String clock(Duration time) {
    long hours = time.toHours();
    return hours > 0
        ? "%d:%02d:%02d".formatted(hours, time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }

  /** Says the last line. */
  @Override
  public void close() {
    ticks.cancel(false);
    clock.shutdownNow();
    say();
  }

  private static Thread daemon(@Nullable Runnable work) {
    Thread thread = new Thread(work, "sweep-progress");
    thread.setDaemon(true);
    return thread;
  }
}
