package io.facesweep.render;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads of this process that share the host's work of rendering, kept from one step to the
 * next. The caller works too, so that work ends even where all of them are busy.
 */
final class RenderThreads {
  private static final long IDLE_SECONDS = 30;
  private static final ThreadPoolExecutor POOL = pool(Runtime.getRuntime().availableProcessors());

  private RenderThreads() {}

  private static ThreadPoolExecutor pool(int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "render");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Does each piece of some work once, in any order.
   *
   * @param what the work is, for messages
   * @param threads that may work at once, the caller's among them
   * @param pieces how many there are
   * @param work does the piece with a number
   * @throws IllegalStateException if a piece throws, which is the cause, or if the caller is
   *     interrupted; with one thread pieces throw what they throw
   */
  static void run(String what, int threads, int pieces, IntConsumer work) {
    int helpers = Math.min(threads, pieces) - 1;
    if (helpers <= 0) {
      for (int i = 0; i < pieces; i++) {
        work.accept(i);
      }
      return;
    }
    Shared shared = new Shared(pieces, work);
    for (int i = 0; i < helpers; i++) {
      POOL.execute(shared);
    }
    shared.run();
    shared.await(what);
  }

  /** Pieces that several threads take one after the other. */
  private static final class Shared implements Runnable {
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch left;
    private final int pieces;
    private final IntConsumer work;

    private Shared(int pieces, IntConsumer work) {
      this.left = new CountDownLatch(pieces);
      this.pieces = pieces;
      this.work = work;
    }

    @Override
    public void run() {
      for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            work.accept(i);
          }
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          left.countDown();
        }
      }
    }

    private void await(String what) {
      try {
        left.await();
      } catch (InterruptedException e) {
        failure.compareAndSet(null, e); // what has not begun need not
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Cannot %s: interrupted".formatted(what), e);
      }
      Throwable found = failure.get();
      if (found != null) {
        throw new IllegalStateException("Cannot %s: a thread failed".formatted(what), found);
      }
    }
  }
}
