package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.config.OnFailure;
import io.facesweep.plan.Batch;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** One Spark job whose tasks are batches, with reports as they end. */
final class StageJob {
  private static final long POLL_MILLISECONDS = 100;

  private final JavaSparkContext spark;
  private final BatchTask task;
  private final OnFailure onFailure;
  private final AtomicReference<@Nullable String> notReady = new AtomicReference<>();
  private volatile boolean isStopping;

  StageJob(JavaSparkContext spark, BatchTask task, OnFailure onFailure) {
    this.spark = spark;
    this.task = task;
    this.onFailure = onFailure;
  }

  /** How the job ended. */
  enum End {
    ALL_RAN,
    STOPPED_AT_FAILURE
  }

  /**
   * Runs the batches, and waits.
   *
   * @param name for Spark's pages and logs
   * @param reports gets each stage as its task ends, on a thread of Spark's; must be quick
   * @throws UserException if a host cannot run stages, or the store fails
   */
  End run(String name, List<Batch> batches, Consumer<StageReport> reports) {
    if (batches.isEmpty()) {
      return End.ALL_RAN;
    }
    SparkContext context = spark.sc();
    spark.setJobGroup(name, name, false);
    try {
      context.runJob(
          spark.parallelize(batches, batches.size()).rdd(),
          new RunBatch(task),
          new Collect(report -> collect(report, name, reports)),
          ClassTag.apply(BatchReport.class));
    } catch (Exception e) {
      if (!isStopping) {
        throw unwrapped(e);
      }
      awaitRunningTasks();
    } finally {
      spark.clearJobGroup();
    }
    String reason = notReady.get();
    if (reason != null) {
      throw new UserException(reason);
    }
    return isStopping ? End.STOPPED_AT_FAILURE : End.ALL_RAN;
  }

  private void collect(BatchReport report, String name, Consumer<StageReport> reports) {
    report.stages().forEach(reports);
    boolean failed =
        report.stages().stream().anyMatch(stage -> stage.end() == StageReport.End.FAILED);
    String reason = report.notReady();
    if (reason != null) {
      notReady.compareAndSet(
          null, "Cannot run stages on host %s: %s".formatted(report.host(), reason));
    }
    if (reason != null || (failed && onFailure == OnFailure.STOP)) {
      isStopping = true;
      spark.cancelJobGroup(name);
    }
  }

  /** What is running when a job is cancelled comes to its end and is committed. */
  private void awaitRunningTasks() {
    try {
      while (runningTasks() > 0) {
        Thread.sleep(POLL_MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int runningTasks() {
    int running = 0;
    for (SparkExecutorInfo executor : spark.sc().statusTracker().getExecutorInfos()) {
      running += executor.numRunningTasks();
    }
    return running;
  }

  /** The user's problem behind a failed job, if it is one. */
  private static RuntimeException unwrapped(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException problem) {
        return problem;
      }
    }
    return e instanceof SparkException || !(e instanceof RuntimeException unchecked)
        ? new IllegalStateException("Cannot run the sweep's Spark job: " + e.getMessage(), e)
        : unchecked;
  }

  private static final class RunBatch extends AbstractFunction1<Iterator<Batch>, BatchReport>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private final BatchTask task;

    RunBatch(BatchTask task) {
      this.task = task;
    }

    @Override
    public BatchReport apply(Iterator<Batch> batches) {
      return task.run(batches.next());
    }
  }

  private static final class Collect extends AbstractFunction2<Object, BatchReport, BoxedUnit> {
    private final Consumer<BatchReport> consumer;

    Collect(Consumer<BatchReport> consumer) {
      this.consumer = consumer;
    }

    @Override
    public BoxedUnit apply(Object partition, BatchReport report) {
      consumer.accept(report);
      return BoxedUnit.UNIT;
    }
  }
}
