package io.facesweep.spark;

import java.time.Duration;

/**
 * Ends an executor that cannot go on: a stage hangs in it, whose core or GPU would never be free
 * again, or its GPU is broken. Spark starts another one and runs there what else ran here.
 */
final class ExecutorExit {
  private static final int CODE = 75;
  private static final int BROKEN_DEVICE_CODE = 76;
  private static final long UNTIL_REPORTED_MILLISECONDS = 5_000;

  private ExecutorExit() {}

  /** Ends this process in a moment, when the task that found out has reported to the driver. */
  static void whenReported() {
    Thread thread = new Thread(ExecutorExit::waitAndHalt, "executor-exit");
    thread.setDaemon(true);
    thread.start();
  }

  private static void waitAndHalt() {
    pause(Duration.ofMillis(UNTIL_REPORTED_MILLISECONDS));
    Runtime.getRuntime().halt(CODE);
  }

  /**
   * Ends this process with its task unfinished, so that Spark runs it again.
   *
   * @param pause before that
   */
  static void asDeviceIsBroken(Duration pause) {
    pause(pause);
    Runtime.getRuntime().halt(BROKEN_DEVICE_CODE);
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
