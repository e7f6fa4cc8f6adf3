package io.facesweep.run;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work that may hang on a thread of its own, and gives it up when it takes too long. Work that
 * looks at the clock itself gets a grace to do so; what does not even heed an interrupt is left
 * behind.
 */
public final class Watchdog {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);
  private static final Duration MIN_GRACE = Duration.ofSeconds(1);
  private static final Duration MAX_GRACE = Duration.ofSeconds(60);

  private final Duration limit;
  private final Duration grace;
  private final Runnable onLeftBehind;

  /**
   * @param limit for one trial; zero for none, and then work runs on the calling thread
   * @param grace that work gets beyond the limit
   * @param onLeftBehind runs if a thread cannot be ended
   */
  Watchdog(Duration limit, Duration grace, Runnable onLeftBehind) {
    this.limit = limit;
    this.grace = grace;
    this.onLeftBehind = onLeftBehind;
  }

  /** One whose grace is the limit itself, but from a second to a minute. */
  public static Watchdog of(Duration limit, Runnable onLeftBehind) {
    Duration grace =
        limit.compareTo(MIN_GRACE) < 0
            ? MIN_GRACE
            : limit.compareTo(MAX_GRACE) > 0 ? MAX_GRACE : limit;
    return new Watchdog(limit, grace, onLeftBehind);
  }

  /**
   * Runs work.
   *
   * @param trials that it is for; each may take the limit
   * @throws TimeLimit.ExceededException if it was given up
   * @throws StageInterruptedException if the calling thread is interrupted; the work is too
   */
  <T> T run(int trials, Supplier<T> work) {
    if (limit.isZero()) {
      return work.get();
    }
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread thread = new Thread(task, "stages");
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
    try {
      return task.get(limit.multipliedBy(trials).plus(grace).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      end(thread);
      throw new TimeLimit.ExceededException(
          "took longer than run.trial-time-limit, which is %d s, and hung: it was given up"
              .formatted(limit.toSeconds()));
    } catch (InterruptedException e) {
      thread.interrupt();
      throw new StageInterruptedException("while its stages ran", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  private void end(Thread thread) {
    thread.interrupt();
    try {
      thread.join(AFTER_INTERRUPT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("A stage hangs and does not end when it is interrupted; its thread is left behind");
      onLeftBehind.run();
    }
  }
}
