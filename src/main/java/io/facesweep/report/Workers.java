package io.facesweep.report;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Threads that do the same to many items: one on every core, and a few more for slow storage. */
final class Workers {
  private static final int MORE = 2;

  private Workers() {}

  /**
   * Does the work on every item.
   *
   * @return the results, in the order of the items
   * @throws RuntimeException that the work has thrown first
   */
  static <T, R> List<R> each(List<T> items, Function<T, R> work) {
    int threads = Runtime.getRuntime().availableProcessors() + MORE;
    ExecutorService pool = Executors.newFixedThreadPool(threads, Workers::daemon);
    try {
      List<Future<R>> futures = new ArrayList<>();
      items.forEach(item -> futures.add(pool.submit(() -> work.apply(item))));
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot write the report: interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Cannot write the report", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "report");
    thread.setDaemon(true);
    return thread;
  }
}
