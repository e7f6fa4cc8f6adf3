package io.facesweep.run;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The cores of a process that none of its tasks keeps busy. Each task has one for its own thread,
 * whether or not there are as many; what is left may help the others. Safe for threads.
 */
public final class SpareCores {
  private static final AtomicInteger BUSY_IN_THIS_JVM = new AtomicInteger();

  private final AtomicInteger busy;
  private final int cores;

  SpareCores(AtomicInteger busy, int cores) {
    this.busy = busy;
    this.cores = cores;
  }

  /**
   * Returns those of this process; all its tasks are counted together.
   *
   * @param cores that it may use
   */
  public static SpareCores ofThisJvm(int cores) {
    return new SpareCores(BUSY_IN_THIS_JVM, cores);
  }

  /** Returns none: all work is done on the thread of the task. */
  public static SpareCores none() {
    return new SpareCores(new AtomicInteger(), 0);
  }

  /** A task's own thread begins to work. */
  void begin() {
    busy.incrementAndGet();
  }

  /** Takes a core for another thread; returns whether one was left. */
  boolean tryTake() {
    while (true) {
      int now = busy.get();
      if (now >= cores) {
        return false;
      } else if (busy.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** Whether more threads work than there are cores. */
  boolean isOverdrawn() {
    return busy.get() > cores;
  }

  /** A thread has ended its work. */
  void giveBack() {
    busy.decrementAndGet();
  }
}
