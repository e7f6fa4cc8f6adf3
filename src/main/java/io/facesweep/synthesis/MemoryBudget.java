package io.facesweep.synthesis;

import io.facesweep.UserException;
import io.facesweep.tensor.Device;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares a device's memory among the batches that this process runs on it. A batch takes what its
 * largest step will need before it begins, though its first steps take little, so that what is free
 * at that moment says too much while others run: those keep what they took until their steps are
 * over. Safe for threads.
 */
public final class MemoryBudget {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryBudget.class);

  /**
   * Part of free memory that several trials share: measured peaks were up to 1.4 times the
   * estimates, memory comes in pieces, libraries want some for themselves, and so do others.
   */
  private static final double USABLE = 0.75;

  private final LongFunction<OptionalLong> free;
  private final int tasks;
  private OptionalLong freeWhenIdle = OptionalLong.empty();
  private int running;
  private long taken;

  /**
   * For a device whose models are open.
   *
   * @param tasks that may run batches on it at once: none takes more than its part, unless that is
   *     less than a trial
   */
  public MemoryBudget(Device device, int tasks) {
    this(enough -> FreeMemory.of(device, enough), tasks);
  }

  /**
   * @param free tells the bytes that are free now; empty where unknown; it is told how many are
   *     enough, so that it need not look for more
   */
  MemoryBudget(LongFunction<OptionalLong> free, int tasks) {
    this.free = free;
    this.tasks = tasks;
  }

  /** Memory for some trials, until it is closed. */
  public final class Share implements AutoCloseable {
    private final int trials;
    private final long each;
    private long bytes;

    private Share(int trials, long each) {
      this.trials = trials;
      this.each = each;
      this.bytes = trials * each;
    }

    /** How many trials it is for, at least 1. */
    public int trials() {
      return trials;
    }

    /** Gives back all but what one trial needs: no more steps come, and trials are measured. */
    public void keepOne() {
      synchronized (MemoryBudget.this) {
        taken -= bytes - each;
        bytes = each;
        MemoryBudget.this.notifyAll();
      }
    }

    @Override
    public void close() {
      giveBack(bytes);
    }
  }

  /**
   * Takes memory for as many trials as fit. Waits while none fits beside what runs here.
   *
   * @param wanted trials at most, from 1
   * @param each bytes of a trial's largest step
   * @throws UserException if one alone does not fit
   */
  public synchronized Share take(int wanted, long each) throws InterruptedException {
    long enough = (long) Math.ceil(tasks * (taken + (double) wanted * each) / USABLE);
    while (true) {
      OptionalLong now = free.apply(enough);
      if (running == 0) {
        freeWhenIdle = now;
      }
      int trials = fitting(wanted, each, now, freeWhenIdle, taken, tasks);
      if (trials > 0) {
        if (trials < wanted) {
          LOG.info("A batch of {} is run {} at a time: no more fit into memory", wanted, trials);
        }
        running++;
        taken += trials * each;
        return new Share(trials, each);
      }
      if (running == 0) {
        MemoryEstimate.requireFit(1, each, now);
      }
      LOG.info("A batch waits for memory: {} others run on its device", running);
      wait();
    }
  }

  /**
   * Returns how many trials fit at once: 0 if none does. One alone on the device may take all.
   *
   * @param wanted the most that is returned, from 1
   * @param each bytes of a trial
   * @param free bytes that are free now; empty where unknown, and then all fit
   * @param freeWhenIdle bytes that were free when nothing ran here
   * @param taken bytes that batches have taken since, whether or not they use them by now
   * @param tasks that share what is free when nothing runs
   */
  static int fitting(
      int wanted, long each, OptionalLong free, OptionalLong freeWhenIdle, long taken, int tasks) {
    if (each <= 0 || free.isEmpty() || freeWhenIdle.isEmpty()) {
      return wanted;
    }
    double whole = USABLE * freeWhenIdle.getAsLong();
    double usable = Math.min(USABLE * free.getAsLong(), whole - taken);
    if (each > usable) {
      return taken == 0 && each <= free.getAsLong() ? 1 : 0;
    }
    return (int) Math.max(1, Math.min(wanted, Math.min(usable, whole / tasks) / each));
  }

  private synchronized void giveBack(long bytes) {
    running--;
    taken -= bytes;
    notifyAll();
  }
}
