package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the report of a sweep written every so often until it is closed. It has one thread, which
 * rests nine times as long as it works, so that the sweep keeps its cores; what goes wrong there is
 * said and does not end the sweep.
 */
final class ReportClock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReportClock.class);
  private static final int RESTS = 9;

  private final RunReport report;
  private final Duration every;
  private final StageStore store;
  private final StoredSweep sweep;
  private final SweepConsole console;
  private final long startNanos = System.nanoTime();
  private final Set<String> said = new HashSet<>();
  private final Thread thread = new Thread(this::run, "report-clock");
  private @Nullable SweepProgress progress;
  private boolean isClosed;

  private ReportClock(
      RunReport report, Duration every, StageStore store, StoredSweep sweep, SweepConsole console) {
    this.report = report;
    this.every = every;
    this.store = store;
    this.sweep = sweep;
    this.console = console;
    thread.setDaemon(true);
  }

  /**
   * Starts a clock.
   *
   * @param every how often at most; zero for never
   * @param console gets a line for each thing that goes wrong
   */
  static ReportClock start(
      RunReport report, Duration every, StageStore store, StoredSweep sweep, SweepConsole console) {
    ReportClock clock = new ReportClock(report, every, store, sweep, console);
    if (!every.isZero()) {
      clock.thread.start();
    }
    return clock;
  }

  /** Tells of these stages from now on. */
  synchronized void follow(SweepProgress stages) {
    progress = stages;
  }

  private void run() {
    long tookNanos = 0;
    while (rest(tookNanos)) {
      long begin = System.nanoTime();
      write();
      tookNanos = System.nanoTime() - begin;
    }
  }

  /** Waits until it is time for the next report; returns whether there is to be one. */
  private synchronized boolean rest(long tookNanos) {
    long until = System.nanoTime() + Math.max(every.toNanos(), RESTS * tookNanos);
    try {
      for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
        if (isClosed) {
          return false;
        }
        wait(Math.max(1, Duration.ofNanos(left).toMillis()));
      }
    } catch (InterruptedException e) {
      return false;
    }
    return !isClosed;
  }

  private void write() {
    try {
      SweepProgress stages = followed();
      Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
      report
          .writer()
          .write(store, sweep, stages == null ? null : stages.after(elapsed).asked(every));
    } catch (UserException e) {
      say(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.warn("Cannot write the report of a sweep that runs", e);
      say(e.toString());
    }
  }

  private synchronized @Nullable SweepProgress followed() {
    return progress;
  }

  private void say(String problem) {
    if (said.add(problem)) {
      console.say("Warning: the report is not up to date while the sweep runs: " + problem);
    }
  }

  /** Waits for a report that is being written. */
  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      notifyAll();
    }
    report.stopper().run();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
