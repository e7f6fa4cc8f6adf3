package io.facesweep.spark;

import io.facesweep.UserException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.jspecify.annotations.Nullable;

/**
 * Counts executors that are lost one after the other with nothing done in between: a cluster whose
 * executors die at their start would give new ones for ever. Safe for threads.
 */
final class LostExecutors {
  /** How many may go. Spark's own setting, which it heeds on YARN and Kubernetes only. */
  static final String MAX_FAILURES = "spark.executor.maxNumFailures";

  private static final int DEFAULT = 20;

  private final AtomicInteger count = new AtomicInteger();
  private final int most;
  private volatile String lastReason = "";
  private volatile @Nullable String brokenDevice;

  private LostExecutors(int most) {
    this.most = most;
  }

  /** Counts from now on. */
  static LostExecutors of(JavaSparkContext spark) {
    LostExecutors lost = new LostExecutors(spark.getConf().getInt(MAX_FAILURES, DEFAULT));
    spark
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
                lost.add(removed.reason());
              }
            });
    return lost;
  }

  private void add(String reason) {
    lastReason = reason;
    count.incrementAndGet();
  }

  /** An executor is about to be lost, and says why better than Spark will. */
  void expect(ExecutorMessage.Broken device) {
    brokenDevice = device.text();
  }

  /** Something was done: what was lost before does not count. */
  void forget() {
    count.set(0);
    brokenDevice = null;
  }

  /**
   * Goes on unless too many were lost.
   *
   * @throws UserException with the last reason
   */
  void requireFew() {
    if (count.get() > most) {
      throw failure(lastReason, null);
    }
  }

  /** The same where Spark itself has given up. */
  UserException failure(String reason, @Nullable Throwable cause) {
    String device = brokenDevice;
    String message =
        "Cannot finish the sweep: executors were lost again and again (%s). What is finished is"
                .formatted(device == null ? reason : device + "; " + reason)
            + " kept; see the executors' logs, and run it again";
    return cause == null ? new UserException(message) : new UserException(message, cause);
  }
}
