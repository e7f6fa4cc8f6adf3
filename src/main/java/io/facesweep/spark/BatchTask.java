package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.plan.Batch;
import io.facesweep.run.BrokenDeviceException;
import io.facesweep.run.DeviceFault;
import io.facesweep.run.ModelHolder;
import io.facesweep.run.RunnerPlace;
import io.facesweep.run.StageRunner;
import io.facesweep.run.StageRunners;
import io.facesweep.settings.ModelSettings;
import io.facesweep.store.StageStore;
import io.facesweep.store.SweepFolder;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/**
 * A task: binds to a device, takes the runner of its JVM, runs a batch.
 *
 * @param sweep its name
 * @param output root of the store, the same place on every host
 * @param hadoop how to reach it
 * @param trialTimeLimit for one trial; zero for none
 * @param runners what computes
 */
record BatchTask(
    String sweep,
    String output,
    HadoopSettings hadoop,
    Duration trialTimeLimit,
    StageRunners runners)
    implements Serializable {
  /** How long to try to store a result, beyond what the file system tries by itself. */
  static final String STORE_PATIENCE = "spark.facesweep.store-patience";

  private static final Duration LEAST_GRACE = Duration.ofSeconds(1);
  private static final Duration MOST_GRACE = Duration.ofSeconds(60);
  private static final long LOCAL_PROGRESS = Duration.ofMillis(200).toNanos();
  private static final long REMOTE_PROGRESS = Duration.ofSeconds(2).toNanos();

  BatchReport run(Batch batch) {
    TaskContext task = TaskContext.get();
    String host = SparkEnv.get().blockManager().blockManagerId().host();
    try {
      return new BatchReport(host, run(batch, task, host), null);
    } catch (UserException e) {
      return new BatchReport(host, List.of(), String.valueOf(e.getMessage()));
    } finally {
      DriverLink.send(new ExecutorMessage.End(task.taskAttemptId()));
    }
  }

  private List<StageReport> run(Batch batch, TaskContext task, String host) {
    boolean isDriver = isDriver();
    TaskDevice device = TaskDevice.of(task, SparkEnv.get().conf(), runners::localDevice);
    StageStore store = StageStore.open(output, hadoop.configuration());
    if (!isDriver) {
      new SweepFolder(store, sweep).requireHere();
    }
    int tasks = TaskSlots.onDevice(SparkEnv.get().conf(), device.device());
    RunnerPlace place = new RunnerPlace(device.device(), hadoop.configuration(), isDriver, tasks);
    ModelHolder holder = ModelHolder.ofThisJvm();
    try (ModelHolder.Lease lease = lease(holder, place, batch.models())) {
      StageCommit commit = new StageCommit(store, host, device.label(), versions(), pauses(store));
      AtomicBoolean isStuck = new AtomicBoolean();
      Watchdog watchdog = new Watchdog(trialTimeLimit, grace(), () -> isStuck.set(true));
      long interval = isDriver ? LOCAL_PROGRESS : REMOTE_PROGRESS;
      BatchRunner runner =
          new BatchRunner(
              store,
              lease.runner(),
              lease.experience(),
              commit,
              watchdog,
              task.taskAttemptId(),
              interval);
      List<StageReport> reports = List.copyOf(runner.run(batch, task.attemptNumber()));
      if (isStuck.get() && !isDriver) {
        ExecutorExit.whenReported();
      }
      return reports;
    } catch (BrokenDeviceException e) {
      boolean hasWorked = holder.abandon(place.device()).hasWorked();
      BrokenDevice broken =
          new BrokenDevice(host, device.label(), String.valueOf(e.getMessage()), hasWorked);
      if (!isDriver) {
        broken.endExecutor(
            Duration.ofSeconds(
                SparkEnv.get()
                    .conf()
                    .getTimeAsSeconds(BrokenDevice.PAUSE, BrokenDevice.DEFAULT_PAUSE)));
      }
      throw broken.endOfSweep();
    }
  }

  private ModelHolder.Lease lease(ModelHolder holder, RunnerPlace place, ModelSettings models) {
    try {
      return holder.lease(
          place.device(), runners.key() + " " + models, () -> open(place, models));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskKilledException("while it waited for a device");
    }
  }

  private StageRunner open(RunnerPlace place, ModelSettings models) {
    try {
      return runners.open(place, models);
    } catch (RuntimeException | OutOfMemoryError e) {
      DeviceFault.requireUsable(e);
      if (DeviceFault.of(e) == DeviceFault.OUT_OF_MEMORY) {
        throw new UserException(
            "Cannot open the models on %s: %s (free its memory, let fewer tasks share it, or take"
                    .formatted(place.device(), DeviceFault.reason(e))
                + " one with more)",
            e);
      }
      throw e;
    }
  }

  /** What a batch gets beyond its time to notice by itself that it is over. */
  private Duration grace() {
    return trialTimeLimit.compareTo(LEAST_GRACE) < 0
        ? LEAST_GRACE
        : trialTimeLimit.compareTo(MOST_GRACE) > 0 ? MOST_GRACE : trialTimeLimit;
  }

  private static List<Duration> pauses(StageStore store) {
    return store.isLocal()
        ? List.of()
        : StageCommit.pauses(
            Duration.ofSeconds(SparkEnv.get().conf().getTimeAsSeconds(STORE_PATIENCE, "2min")));
  }

  private static boolean isDriver() {
    return SparkEnv.get().executorId().equals("driver");
  }

  private static Map<String, String> versions() {
    String own = BatchTask.class.getPackage().getImplementationVersion();
    return Map.of(
        "facesweep", own == null ? "source" : own,
        "spark", org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        "java", Runtime.version().toString());
  }
}
