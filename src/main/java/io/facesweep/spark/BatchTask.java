package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.plan.Batch;
import io.facesweep.plan.Start;
import io.facesweep.run.BatchRunner;
import io.facesweep.run.BrokenDeviceException;
import io.facesweep.run.ModelHolder;
import io.facesweep.run.Provenance;
import io.facesweep.run.RunnerPlace;
import io.facesweep.run.SpareCores;
import io.facesweep.run.StageCommit;
import io.facesweep.run.StageInterruptedException;
import io.facesweep.run.StageReport;
import io.facesweep.run.StageRunner;
import io.facesweep.run.StageRunners;
import io.facesweep.run.StartMeasurement;
import io.facesweep.run.ThisProcess;
import io.facesweep.run.Watchdog;
import io.facesweep.settings.ModelSettings;
import io.facesweep.store.StageStore;
import io.facesweep.store.SweepFolder;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.jspecify.annotations.Nullable;

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
    RunnerPlace place = place(device);
    ModelHolder holder = ModelHolder.ofThisJvm();
    try (ModelHolder.Lease lease = lease(holder, place, batch.models())) {
      Provenance provenance =
          new Provenance(host, device.label(), versions(lease.runner()), runners.fingerprints());
      StageCommit commit = new StageCommit(store, provenance, pauses(store));
      AtomicBoolean isStuck = new AtomicBoolean();
      Watchdog watchdog = Watchdog.of(trialTimeLimit, () -> isStuck.set(true));
      long interval = isDriver ? LOCAL_PROGRESS : REMOTE_PROGRESS;
      BatchRunner runner =
          new BatchRunner(
              store,
              lease.runner(),
              lease.experience(),
              commit,
              watchdog,
              DriverLink.reporter(task.taskAttemptId(), executor(host), interval),
              SpareCores.ofThisJvm(TaskSlots.cores(SparkEnv.get().conf(), device.device())));
      List<StageReport> reports = List.copyOf(runner.run(batch, task.attemptNumber()));
      if (isStuck.get() && !isDriver) {
        ExecutorExit.whenReported();
      }
      return reports;
    } catch (StageInterruptedException e) {
      throw new TaskKilledException(String.valueOf(e.getMessage()));
    } catch (BrokenDeviceException e) {
      boolean hasWorked = holder.abandon(place.device()).hasWorked();
      if (!isDriver) {
        BrokenDevice broken =
            new BrokenDevice(host, device.label(), String.valueOf(e.getMessage()), hasWorked);
        broken.endExecutor(
            Duration.ofSeconds(
                SparkEnv.get()
                    .conf()
                    .getTimeAsSeconds(BrokenDevice.PAUSE, BrokenDevice.DEFAULT_PAUSE)));
      }
      throw e.end("sweep", device.label());
    }
  }

  /**
   * Measures what trials have before their first step.
   *
   * @return why it could not be measured; null if it was
   */
  @Nullable String measure(Start start, String instrument) {
    TaskDevice device =
        TaskDevice.of(TaskContext.get(), SparkEnv.get().conf(), runners::localDevice);
    StageStore store = StageStore.open(output, hadoop.configuration());
    try (ModelHolder.Lease lease = lease(ModelHolder.ofThisJvm(), place(device), start.models())) {
      return StartMeasurement.measure(store, start, instrument, lease.runner()).orElse(null);
    } catch (UserException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private RunnerPlace place(TaskDevice device) {
    return new RunnerPlace(
        device.device(),
        hadoop.configuration(),
        isDriver() ? RunnerPlace.Process.DRIVER : RunnerPlace.Process.EXECUTOR,
        TaskSlots.onDevice(SparkEnv.get().conf(), device.device()));
  }

  private ModelHolder.Lease lease(ModelHolder holder, RunnerPlace place, ModelSettings models) {
    try {
      return holder.lease(
          place.device(), runners.key() + " " + models, () -> place.open(runners, models));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskKilledException("while it waited for a device");
    }
  }

  private static List<Duration> pauses(StageStore store) {
    return store.isLocal()
        ? List.of()
        : StageCommit.pauses(
            Duration.ofSeconds(SparkEnv.get().conf().getTimeAsSeconds(STORE_PATIENCE, "2min")));
  }

  /** This process in words: its own id on a cluster, and its host. */
  private static String executor(String host) {
    return isDriver() ? host : "%s on %s".formatted(SparkEnv.get().executorId(), host);
  }

  private static boolean isDriver() {
    return SparkEnv.get().executorId().equals("driver");
  }

  private static Map<String, String> versions(StageRunner runner) {
    Map<String, String> versions = new TreeMap<>(ThisProcess.versions());
    versions.putAll(runner.versions());
    versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    return versions;
  }
}
