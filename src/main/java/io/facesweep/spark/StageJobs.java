package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.plan.Batch;
import io.facesweep.run.StageReport;
import io.facesweep.settings.OnFailure;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.spark.FutureAction;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.collection.immutable.Range$;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;
import scala.util.Failure;

/**
 * Spark jobs whose tasks are batches, several at once: those submitted first come first, the others
 * get the slots that they leave. One thread submits and waits.
 */
final class StageJobs {
  private static final long POLL_MILLISECONDS = 100;
  private static final String LOST = "ExecutorLostFailure";

  private final JavaSparkContext spark;
  private final String group;
  private final Broadcast<BatchTask> task;
  private final OnFailure onFailure;
  private final LostExecutors lostExecutors;
  private final Consumer<StageReport> reports;
  private final List<FutureAction<?>> running = new ArrayList<>();
  private final Semaphore news = new Semaphore(0);
  private final AtomicReference<@Nullable String> notReady = new AtomicReference<>();
  private volatile boolean isStopping;

  /**
   * @param group name for Spark's pages and logs
   * @param lostExecutors too many of which end the jobs
   * @param reports gets each stage as its task ends, on a thread of Spark's; must be quick
   */
  StageJobs(
      JavaSparkContext spark,
      String group,
      BatchTask task,
      OnFailure onFailure,
      LostExecutors lostExecutors,
      Consumer<StageReport> reports) {
    this.spark = spark;
    this.group = group;
    this.task = spark.broadcast(task);
    this.onFailure = onFailure;
    this.lostExecutors = lostExecutors;
    this.reports = reports;
  }

  /** Lets batches run. */
  void submit(List<Batch> batches) {
    if (batches.isEmpty() || isStopping) {
      return;
    }
    spark.setJobGroup(group, "%s: %d batches".formatted(group, batches.size()), false);
    try {
      running.add(
          spark
              .sc()
              .submitJob(
                  spark.parallelize(batches, batches.size()).rdd(),
                  new RunBatch(task),
                  partitions(batches.size()),
                  new Collect(this::collect),
                  new Nothing()));
    } finally {
      spark.clearJobGroup();
    }
    if (isStopping) {
      spark.cancelJobGroup(group);
    }
  }

  @SuppressWarnings("unchecked") // Scala's Int is Object in Java's eyes
  private static scala.collection.immutable.Seq<Object> partitions(int count) {
    return (scala.collection.immutable.Seq<Object>)
        (scala.collection.immutable.Seq<?>) Range$.MODULE$.apply(0, count);
  }

  /** Whether a job is left that has not ended. */
  boolean isRunning() {
    return !running.isEmpty();
  }

  /** Whether nothing more is started: a stage failed and that ends the sweep, or a host cannot. */
  boolean isStopping() {
    return isStopping;
  }

  /**
   * Waits until something has ended, or a little.
   *
   * @throws UserException if a host cannot run stages, the store fails, or executors are lost
   */
  void await() {
    try {
      if (news.tryAcquire(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot wait for the sweep's Spark jobs: interrupted", e);
    }
    for (FutureAction<?> job : List.copyOf(running)) {
      if (job.isCompleted()) {
        running.remove(job);
        if (job.value().get() instanceof Failure<?> failure && !isStopping) {
          throw unwrapped(failure.exception());
        }
      }
    }
    lostExecutors.requireFew();
    if (isStopping && running.isEmpty()) {
      awaitRunningTasks();
    }
    String reason = notReady.get();
    if (reason != null && running.isEmpty()) {
      throw new UserException(reason);
    }
  }

  private void collect(BatchReport report) {
    report.stages().forEach(reports);
    lostExecutors.forget();
    boolean failed =
        report.stages().stream().anyMatch(stage -> stage.end() == StageReport.End.FAILED);
    String reason = report.notReady();
    if (reason != null) {
      notReady.compareAndSet(
          null, "Cannot run stages on host %s: %s".formatted(report.host(), reason));
    }
    if (reason != null || (failed && onFailure == OnFailure.STOP)) {
      isStopping = true;
      spark.cancelJobGroup(group);
    }
    news.release();
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
    int tasks = 0;
    for (SparkExecutorInfo executor : spark.sc().statusTracker().getExecutorInfos()) {
      tasks += executor.numRunningTasks();
    }
    return tasks;
  }

  /** The user's problem behind a failed job, if it is one. */
  private RuntimeException unwrapped(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException problem) {
        return problem;
      }
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains(LOST)) {
      return lostExecutors.failure(reason(message), e);
    } else if (message.contains("SparkContext was shut down")) {
      return new UserException(
          "Cannot finish the sweep: Spark has ended the application (%s). What is finished is kept;"
                  .formatted(reason(message))
              + " run it again",
          e);
    }
    return new IllegalStateException("Cannot run the sweep's Spark job: " + message, e);
  }

  private static String reason(String message) {
    String first = message.lines().findFirst().orElse(message);
    int at = first.indexOf("Reason: ");
    return at < 0 ? first : first.substring(at + "Reason: ".length());
  }

  private static final class RunBatch extends AbstractFunction1<Iterator<Batch>, BatchReport>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Broadcast<BatchTask> task;

    RunBatch(Broadcast<BatchTask> task) {
      this.task = task;
    }

    @Override
    public BatchReport apply(Iterator<Batch> batches) {
      return task.value().run(batches.next());
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

  private static final class Nothing extends AbstractFunction0<BoxedUnit> {
    @Override
    public BoxedUnit apply() {
      return BoxedUnit.UNIT;
    }
  }
}
