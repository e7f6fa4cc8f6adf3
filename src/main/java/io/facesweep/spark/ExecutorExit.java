package io.facesweep.spark;

/**
 * Ends an executor in which a stage hangs: its core or its GPU would never be free again. Spark
 * starts another one and runs there what else ran here.
 */
final class ExecutorExit {
  private static final int CODE = 75;
  private static final long UNTIL_REPORTED_MILLISECONDS = 5_000;

  private ExecutorExit() {}

  /** Ends this process in a moment, when the task that found out has reported to the driver. */
  static void whenReported() {
    Thread thread = new Thread(ExecutorExit::waitAndHalt, "executor-exit");
    thread.setDaemon(true);
    thread.start();
  }

  private static void waitAndHalt() {
    try {
      Thread.sleep(UNTIL_REPORTED_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(CODE);
  }
}
