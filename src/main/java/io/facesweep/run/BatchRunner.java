package io.facesweep.run;

import io.facesweep.plan.Batch;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.settings.BatchKey;
import io.facesweep.store.StageStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one batch, in as many parts as memory makes of it. Stages are finished and committed as soon
 * as their steps are over, beside the steps of the next part where cores are spare. If memory does
 * not suffice, what is left goes on in halves. What a runner throws else becomes the failure of a
 * stage, and so does a geometry that is damaged; a broken device and what the store throws end the
 * task.
 */
public final class BatchRunner {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

  /** Stages that wait to be finished: what is kept of them until then is a texture each. */
  private static final int MAX_WAITING = 32;

  private final StageStore store;
  private final StageRunner runner;
  private final DeviceExperience experience;
  private final StageCommit commit;
  private final Watchdog watchdog;
  private final BatchReporter reporter;
  private final SpareCores cores;

  /**
   * @param experience of the runner's device
   * @param reporter for whoever has batches run; with spare cores it is called by several threads
   * @param cores that may finish stages beside the thread that runs the batch
   */
  public BatchRunner(
      StageStore store,
      StageRunner runner,
      DeviceExperience experience,
      StageCommit commit,
      Watchdog watchdog,
      BatchReporter reporter,
      SpareCores cores) {
    this.store = store;
    this.runner = runner;
    this.experience = experience;
    this.commit = commit;
    this.watchdog = watchdog;
    this.reporter = reporter;
    this.cores = cores;
  }

  /**
   * Runs the stages of a batch that nobody has finished by now.
   *
   * @param attempt at this batch, from 0. If a process was lost with it, its stages run one by one,
   *     so that what finishes is kept and the one to blame is known.
   * @return one report a stage; each has its record by then, but those that were stopped
   * @throws BrokenDeviceException if the device is; stages that have ended are committed
   * @throws StageInterruptedException if this thread is interrupted while it waits
   * @throws io.facesweep.UserException if the store fails; stages that have a record keep it
   */
  public List<StageReport> run(Batch batch, int attempt) {
    List<Stage> left = new ArrayList<>();
    List<StageReport> reports = new ArrayList<>();
    for (Stage stage : batch.stages()) {
      if (store.isDone(stage.kind(), stage.id())) {
        reports.add(new StageReport(stage.id(), StageReport.End.DONE_BY_ANOTHER, null));
      } else {
        left.add(stage);
      }
    }
    if (attempt == 0 && !left.isEmpty()) {
      reports.addAll(begin(batch.kind(), left));
    } else {
      left.forEach(stage -> reports.addAll(begin(batch.kind(), List.of(stage))));
    }
    return reports;
  }

  private List<StageReport> begin(StageKind kind, List<Stage> stages) {
    Set<String> refused = reporter.begin(stages.stream().map(Stage::id).toList());
    List<StageReport> reports = new ArrayList<>();
    List<Stage> able = new ArrayList<>();
    for (Stage stage : stages) {
      if (refused.contains(stage.id())) {
        StageOutcome outcome = new StageOutcome.Failed(StageFailures.lostExecutors(), List.of());
        reports.add(commit.commit(stage, outcome, Instant.now(), 1));
      } else {
        able.add(stage);
      }
    }
    if (!able.isEmpty()) {
      reports.addAll(run(kind, able));
    }
    return reports;
  }

  /** Stages whose geometry cannot be read fail, the others run. */
  private List<StageReport> run(StageKind kind, List<Stage> stages) {
    StoredGeometries stored = new StoredGeometries(store);
    List<StageReport> reports = new ArrayList<>();
    List<Stage> able = new ArrayList<>();
    List<StoredGeometry> geometries = new ArrayList<>();
    for (Stage stage : stages) {
      try {
        geometries.add(stored.of(stage.geometryStage()));
        able.add(stage);
      } catch (UnusableGeometryException e) {
        LOG.warn("{}", e.getMessage());
        StageOutcome outcome = new StageOutcome.Failed(StageFailures.geometry(e), List.of());
        reports.add(commit.commit(stage, outcome, Instant.now(), 1));
      }
    }
    if (!able.isEmpty()) {
      reports.addAll(run(new StageBatch(kind, able, geometries)));
    }
    return reports;
  }

  private List<StageReport> run(StageBatch batch) {
    try (FinishingQueue<Finish> queue = new FinishingQueue<>(cores, MAX_WAITING)) {
      int begun = 0;
      while (begun < batch.size()) {
        begun += part(batch.from(begun), queue);
      }
      return queue.await().stream().map(this::report).toList();
    }
  }

  /**
   * Runs the first stages of what is left, as many as memory admits.
   *
   * @return how many there were; 0 if those were too many, and then fewer are admitted next time
   */
  private int part(StageBatch left, FinishingQueue<Finish> queue) {
    BatchKey shape = left.stages().get(0).shape();
    StageRunner.Room room;
    try {
      room = runner.room(left.first(experience.most(shape)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageInterruptedException("while it waited for memory", e);
    } catch (RuntimeException e) {
      queue.addEnded(new Ended(fail(left.stages().get(0), e, Instant.now())));
      return 1;
    }
    try (SharedRoom shared = new SharedRoom(room)) {
      return run(left.first(room.stages()), shape, shared, queue);
    }
  }

  private int run(StageBatch part, BatchKey shape, SharedRoom room, FinishingQueue<Finish> queue) {
    Instant started = Instant.now();
    List<SteppedStage> stepped;
    try {
      stepped = steps(part);
    } catch (StageInterruptedException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      if (part.size() > 1) {
        return apart(part, e, shape, room, queue);
      }
      queue.addEnded(new Ended(fail(part.stages().get(0), e, started)));
      return 1;
    }
    room.stepped();
    add(part, stepped, started, room, queue);
    return part.size();
  }

  /** What becomes of stages that failed together: perhaps only one of them is to blame. */
  private int apart(
      StageBatch part, Throwable e, BatchKey shape, SharedRoom room, FinishingQueue<Finish> queue) {
    DeviceFault.requireUsable(e);
    if (DeviceFault.of(e) == DeviceFault.OUT_OF_MEMORY) {
      experience.tooMany(shape, part.size());
      LOG.warn(
          "{} stages at once are too many for the memory ({}); they go on {} at a time",
          part.size(),
          DeviceFault.reason(e),
          experience.most(shape));
      runner.releaseMemory();
      return 0;
    }
    for (int i = 0; i < part.size(); i++) {
      alone(part.alone(i), room, queue);
    }
    return part.size();
  }

  private void alone(StageBatch part, SharedRoom room, FinishingQueue<Finish> queue) {
    Instant started = Instant.now();
    List<SteppedStage> stepped;
    try {
      stepped = steps(part);
    } catch (StageInterruptedException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      queue.addEnded(new Ended(fail(part.stages().get(0), e, started)));
      return;
    }
    add(part, stepped, started, room, queue);
  }

  private void add(
      StageBatch part,
      List<SteppedStage> stepped,
      Instant started,
      SharedRoom room,
      FinishingQueue<Finish> queue) {
    experience.work();
    Duration steps = Duration.between(started, Instant.now());
    for (int i = 0; i < part.size(); i++) {
      Stepped own = new Stepped(part.stages().get(i), stepped.get(i), started, steps, part.size());
      room.share();
      queue.add(() -> finish(own), room::release);
    }
  }

  private List<SteppedStage> steps(StageBatch batch) {
    BatchProgress progress = reporter.progress(batch);
    List<SteppedStage> stepped = watchdog.run(batch.size(), () -> runner.run(batch, progress));
    if (stepped.size() != batch.size()) {
      throw new IllegalStateException(
          "Invalid outcomes: %d (expected %d, one a stage)"
              .formatted(stepped.size(), batch.size()));
    }
    return stepped;
  }

  /**
   * A stage whose steps are over.
   *
   * @param started when its batch began
   * @param steps what those of its batch took
   * @param batchSize how many stages ran in lockstep with it, itself included
   */
  private record Stepped(
      Stage stage, SteppedStage rest, Instant started, Duration steps, int batchSize) {
    /** As if the others of its batch took as long to finish as this one, since {@code begun}. */
    private StageCommit.Run run(Instant begun) {
      Instant finished = Instant.now();
      Duration rest = Duration.between(begun, finished).multipliedBy(batchSize);
      return new StageCommit.Run(started, finished, batchSize, steps.plus(rest));
    }
  }

  /** How the finishing of a stage went. */
  private sealed interface Finish {}

  private record Ended(StageReport report) implements Finish {}

  /** Memory did not suffice beside what else ran. */
  private record Postponed(Stepped stage) implements Finish {}

  private Finish finish(Stepped stage) {
    Instant begun = Instant.now();
    StageOutcome outcome;
    try {
      outcome = watchdog.run(1, stage.rest()::finish);
    } catch (StageInterruptedException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      return DeviceFault.of(e) == DeviceFault.OUT_OF_MEMORY
          ? new Postponed(stage)
          : new Ended(fail(stage.stage(), e, stage.started()));
    }
    return new Ended(commit(stage, outcome, begun));
  }

  private StageReport report(Finish finish) {
    return finish instanceof Ended ended ? ended.report() : again(((Postponed) finish).stage());
  }

  /** Finishes a stage when nothing else of its task runs. */
  private StageReport again(Stepped stage) {
    runner.releaseMemory();
    Instant begun = Instant.now();
    StageOutcome outcome;
    try {
      outcome = watchdog.run(1, stage.rest()::finish);
    } catch (StageInterruptedException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      return fail(stage.stage(), e, stage.started());
    }
    return commit(stage, outcome, begun);
  }

  private StageReport commit(Stepped stage, StageOutcome outcome, Instant begun) {
    return outcome instanceof StageOutcome.Stopped
        ? new StageReport(stage.stage().id(), StageReport.End.STOPPED, null)
        : commit.commit(stage.stage(), outcome, stage.run(begun));
  }

  /** Commits the failure of a stage, unless its device is to blame. */
  private StageReport fail(Stage stage, Throwable e, Instant started) {
    DeviceFault.requireUsable(e);
    reporter.onThrown(stage, e);
    if (DeviceFault.of(e) == DeviceFault.OUT_OF_MEMORY) {
      runner.releaseMemory();
    }
    StageOutcome failure = new StageOutcome.Failed(StageFailures.of(e), List.of());
    return commit.commit(stage, failure, started, 1);
  }
}
