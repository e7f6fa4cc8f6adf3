package io.facesweep.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stages of a task whose steps are over, until they have ended. Threads on {@link SpareCores}
 * finish them beside the task's next steps. Where no core is spare the task's own thread does, at
 * once; so it does where more wait than the queue holds. All have ended, or never began, when it is
 * closed: none outlives its task.
 *
 * <p>What the finishing of a stage throws ends the task: no other begins, those that have begun
 * come to their end, and the owner gets the first exception.
 *
 * <p>Its methods are for one thread, the owner.
 *
 * @param <T> what becomes of a stage
 */
final class FinishingQueue<T> implements AutoCloseable {
  private final SpareCores cores;
  private final int capacity;
  private final List<Entry> all = new ArrayList<>();
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private final Set<Thread> helpers = new HashSet<>();
  private @Nullable Throwable failure;
  private boolean ownerHelps;

  /**
   * @param capacity how many stages may wait for a thread
   */
  FinishingQueue(SpareCores cores, int capacity) {
    this.cores = cores;
    this.capacity = capacity;
    cores.begin();
  }

  /** A stage, and what became of it. */
  private final class Entry {
    private final Supplier<T> work;
    private final Runnable onEnd;
    private @Nullable T result;

    private Entry(Supplier<T> work, Runnable onEnd) {
      this.work = work;
      this.onEnd = onEnd;
    }

    private void run() {
      try {
        result = work.get();
      } catch (RuntimeException | Error e) {
        fail(e);
      } finally {
        onEnd.run();
      }
    }

    private T result() {
      return Objects.requireNonNull(result, "a stage has ended before it is asked for");
    }
  }

  /**
   * Adds a stage. Returns when it waits or has ended.
   *
   * @param work finishes the stage
   * @param onEnd runs after that, or instead of it if it is never begun
   * @throws RuntimeException that the finishing of a stage has thrown
   */
  void add(Supplier<T> work, Runnable onEnd) {
    Entry entry = new Entry(work, onEnd);
    synchronized (this) {
      all.add(entry);
      waiting.add(entry);
      if (failure == null) {
        startHelper();
      }
    }
    requireNoFailure();
    while (isCrowded()) {
      runNext();
    }
    requireNoFailure();
  }

  /** Adds what has ended already. */
  void addEnded(T result) {
    Entry entry = new Entry(() -> result, () -> {});
    entry.run();
    synchronized (this) {
      all.add(entry);
    }
  }

  /**
   * Returns what became of all stages, in the order in which they were added; finishes itself what
   * no other thread has begun.
   *
   * @throws StageInterruptedException if this thread is interrupted meanwhile
   * @throws RuntimeException that the finishing of a stage has thrown
   */
  List<T> await() {
    synchronized (this) {
      ownerHelps = true;
    }
    while (runNext()) {
      if (Thread.currentThread().isInterrupted()) {
        fail(interrupted(new InterruptedException()));
      }
    }
    try {
      awaitHelpers();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(interrupted(e));
    }
    requireNoFailure();
    synchronized (this) {
      ownerHelps = false;
      return all.stream().map(Entry::result).toList();
    }
  }

  private static StageInterruptedException interrupted(InterruptedException e) {
    return new StageInterruptedException("while its stages were finished", e);
  }

  /** Ends what runs and drops what waits, where the owner did not {@link #await}. */
  @Override
  public void close() {
    drop();
    boolean wasInterrupted = Thread.interrupted();
    if (wasInterrupted) {
      interruptHelpers();
    }
    while (true) {
      try {
        awaitHelpers();
        break;
      } catch (InterruptedException e) {
        wasInterrupted = true;
        interruptHelpers();
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    cores.giveBack();
  }

  private synchronized void awaitHelpers() throws InterruptedException {
    while (!helpers.isEmpty()) {
      wait();
    }
  }

  private synchronized void interruptHelpers() {
    helpers.forEach(Thread::interrupt);
  }

  private synchronized boolean isCrowded() {
    return failure == null
        && !waiting.isEmpty()
        && (helpers.isEmpty() || waiting.size() > capacity);
  }

  private boolean runNext() {
    Entry entry;
    synchronized (this) {
      entry = failure == null ? waiting.poll() : null;
    }
    if (entry == null) {
      return false;
    }
    entry.run();
    return true;
  }

  private synchronized void startHelper() {
    if (cores.tryTake()) {
      Thread helper = new Thread(this::help, "finishing");
      helper.setDaemon(true);
      helper.setContextClassLoader(Thread.currentThread().getContextClassLoader());
      helpers.add(helper);
      helper.start();
    }
  }

  private void help() {
    while (!isToEnd()) {
      runNext();
    }
  }

  /** Whether this helper has no more to do; then it is gone. */
  private synchronized boolean isToEnd() {
    // the owner may wait for memory that only helpers give back, so they stay while it is away
    boolean ends = failure != null || waiting.isEmpty() || (ownerHelps && cores.isOverdrawn());
    if (ends) {
      helpers.remove(Thread.currentThread());
      cores.giveBack();
      notifyAll();
    }
    return ends;
  }

  private void fail(Throwable e) {
    synchronized (this) {
      if (failure == null) {
        failure = e;
      }
    }
    drop();
  }

  private void drop() {
    List<Entry> dropped;
    synchronized (this) {
      dropped = List.copyOf(waiting);
      waiting.clear();
    }
    dropped.forEach(entry -> entry.onEnd.run());
  }

  private void requireNoFailure() {
    Throwable found;
    synchronized (this) {
      found = failure;
    }
    if (found != null) {
      drop();
    }
    if (found instanceof Error error) {
      throw error;
    } else if (found != null) {
      throw (RuntimeException) found;
    }
  }
}
