package io.facesweep.spark;

import io.facesweep.UserException;
import java.time.Duration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Waits for a cluster to give executors, and says what was asked if it does not. */
final class ClusterExecutors {
  /** How long to wait for the first one, e.g. {@code 10min}. */
  static final String SETTING = "spark.facesweep.executor-timeout";

  private static final String DEFAULT = "5min";
  private static final long POLL_MILLISECONDS = 200;

  private ClusterExecutors() {}

  /**
   * Returns when there is an executor; at once in local mode.
   *
   * @throws UserException if none comes, or too many go
   */
  static void await(JavaSparkContext spark, LostExecutors lost) {
    SparkConf conf = spark.getConf();
    if (spark.isLocal()) {
      return;
    }
    Duration timeout = Duration.ofSeconds(conf.getTimeAsSeconds(SETTING, DEFAULT));
    long end = System.nanoTime() + timeout.toNanos();
    // the driver is among them
    while (spark.sc().getExecutorMemoryStatus().size() < 2) {
      if (spark.sc().isStopped()) {
        throw new UserException(
            "Cannot get an executor from %s: the cluster has ended the application"
                .formatted(spark.master()));
      }
      lost.requireFew();
      if (System.nanoTime() - end > 0) {
        throw new UserException(
            "Cannot get an executor from %s: none came within %d s. Asked for: %s. Is a worker free"
                    .formatted(spark.master(), timeout.toSeconds(), asked(conf))
                + " that has them, and do executors start there (see the workers' logs)? Ask for"
                + " less, or wait longer by %s".formatted(SETTING));
      }
      try {
        Thread.sleep(POLL_MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Cannot wait for executors: interrupted", e);
      }
    }
  }

  private static String asked(SparkConf conf) {
    String gpus = conf.get("spark.executor.resource.gpu.amount", "no");
    return "%s memory, %s cores, %s GPUs an executor"
        .formatted(
            conf.get("spark.executor.memory", "1g"), conf.get("spark.executor.cores", "all"), gpus);
  }
}
