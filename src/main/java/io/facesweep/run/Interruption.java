package io.facesweep.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/**
 * Lets Ctrl-C (or a terminate signal) end work in good order: the signal asks it to stop, and the
 * process lives on until it has.
 */
public final class Interruption implements AutoCloseable {
  private static final long PATIENCE_MINUTES = 10;

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean requested;

  /** One that only {@link #request} triggers. */
  public Interruption() {}

  /**
   * One that the process's signals trigger.
   *
   * @param notice runs when that happens, to tell the user
   */
  public static Interruption onSignal(Runnable notice) {
    Interruption interruption = new Interruption();
    Thread hook =
        new Thread(
            () -> {
              if (interruption.finished.getCount() > 0) {
                interruption.request();
                notice.run();
                interruption.awaitFinish();
              }
            },
            "interruption");
    // Pictures are written after the signal, when the file cache's own hook would be refused.
    ImageIO.setUseCache(false);
    Runtime.getRuntime().addShutdownHook(hook);
    return interruption;
  }

  public void request() {
    requested = true;
  }

  public boolean isRequested() {
    return requested;
  }

  private void awaitFinish() {
    try {
      if (!finished.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException(
            "Cannot end in good order: the step took longer than %d minutes"
                .formatted(PATIENCE_MINUTES));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The work has ended, one way or another. */
  @Override
  public void close() {
    finished.countDown();
  }
}
