package io.facesweep.run;

import io.facesweep.UserException;
import io.facesweep.metrics.Metric;
import io.facesweep.plan.Batch;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.Stage;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepRow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One trial in this process, with its {@link TrialFolder}. Stages that the folder has are not
 * computed again; those that failed or were interrupted are. The folder appears with the first step
 * and says how the trial stands: running, done, failed or interrupted.
 */
public final class TrialRun {
  /** Hears of every step, and of what comes before and after them. */
  @FunctionalInterface
  public interface Progress {
    void onStep(Step step);

    /** Some of the trial's stages are in the folder, from an earlier run. */
    default void onFound(int found, int stages, Path folder) {}

    /** Mesh and pictures of a stage are written; its metrics, which can take a while, come next. */
    default void onMeasuring(Path folder) {}

    /** Something beside the trial could not be done; the line says what and why. */
    default void onProblem(String line) {}
  }

  /**
   * A step that the trial has done.
   *
   * @param phase e.g. {@code geometry}
   * @param number from 0 within the phase
   * @param count how many the phase has
   * @param timestep of the diffusion model
   * @param gradientNorm L2 norm of the score distillation gradient
   */
  public record Step(String phase, int number, int count, long timestep, double gradientNorm) {}

  private static final String RUNNER = "trial";
  private static final int FIRST_ATTEMPT = 0;

  private final PlannedTrial planned;
  private final RunnerPlace place;
  private final TrialFolder folder;
  private final Progress progress;
  private final Interruption interruption;
  private final StageStore store;
  private final ModelHolder holder = new ModelHolder();
  private final List<StepRow> steps = new ArrayList<>();
  private final Map<String, String> judgeErrors = new TreeMap<>();
  private final Instant started = Instant.now();
  private final long startNanos = System.nanoTime();
  private boolean hasBegun;

  /**
   * @param place where it runs
   * @param folder to write to
   * @param progress hears how it goes
   * @param interruption asked after every step; then the folder holds what there is, pictures too
   */
  public TrialRun(
      PlannedTrial planned,
      RunnerPlace place,
      TrialFolder folder,
      Progress progress,
      Interruption interruption) {
    this.planned = planned;
    this.place = place;
    this.folder = folder;
    this.progress = progress;
    this.interruption = interruption;
    this.store = folder.store(place.hadoop());
  }

  /**
   * Runs the stages that the folder does not have, and writes the folder.
   *
   * @return how it ended
   * @throws UserException if the models cannot run the settings, and nothing is written then; if
   *     the folder cannot be written; or if the device breaks
   */
  public TrialSummary run() {
    try {
      return runStages();
    } catch (RuntimeException e) {
      if (hasBegun) {
        sayFailed(e);
      }
      throw e;
    } finally {
      holder.closeIdle();
    }
  }

  private void sayFailed(RuntimeException e) {
    try {
      end(TrialSummary.Status.FAILED, String.valueOf(e), Map.of());
    } catch (UserException alsoThis) {
      e.addSuppressed(alsoThis);
    }
  }

  private TrialSummary runStages() {
    List<Stage> stages = planned.stages();
    List<Optional<StageRecord>> found = stages.stream().map(this::record).toList();
    int count = (int) found.stream().flatMap(Optional::stream).count();
    if (count > 0) {
      progress.onFound(count, stages.size(), folder.path());
    }
    List<StageRecord> records = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      if (found.get(i).isEmpty()) {
        int before = steps.size();
        StageReport report = compute(stage);
        if (report.end() == StageReport.End.FAILED) {
          return end(TrialSummary.Status.FAILED, String.valueOf(report.error()), Map.of());
        } else if (report.end() == StageReport.End.STOPPED) {
          return interrupted();
        }
        steps.subList(before, steps.size()).clear(); // the record has them
      }
      StageRecord record = found.get(i).or(() -> record(stage)).orElseThrow();
      records.add(record);
      take(record);
      if (interruption.isRequested() && records.size() < stages.size()) {
        return interrupted();
      }
    }
    return done(records);
  }

  private Optional<StageRecord> record(Stage stage) {
    return store
        .read(stage.kind(), stage.id())
        .filter(record -> record.status() == StageStatus.DONE);
  }

  /** Stages that others share have the models of the trial in all that they use. */
  private ModelHolder.Lease lease() {
    try {
      return holder.lease(
          place.device(), RUNNER, () -> place.open(planned.runners(), planned.trial().models()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot wait for %s".formatted(place.device()), e);
    }
  }

  private StageReport compute(Stage stage) {
    try (ModelHolder.Lease lease = lease()) {
      lease.runner().require(planned.stages());
      Map<String, String> versions = new TreeMap<>(ThisProcess.versions());
      versions.putAll(lease.runner().versions());
      Provenance provenance =
          new Provenance(
              ThisProcess.host(),
              place.device().toString(),
              versions,
              planned.runners().fingerprints());
      StageCommit commit = new StageCommit(store, provenance, List.of());
      Watchdog watchdog = Watchdog.of(planned.config().run().trialTimeLimit(), () -> {});
      return new BatchRunner(
              store,
              lease.runner(),
              lease.experience(),
              commit,
              watchdog,
              new Reporter(),
              SpareCores.none())
          .run(new Batch(0, stage.shape(), List.of(stage)), FIRST_ATTEMPT)
          .get(0);
    } catch (BrokenDeviceException e) {
      holder.abandon(place.device());
      throw e.end("trial", place.device().toString());
    }
  }

  /** Puts what a record has into the folder. */
  private void take(StageRecord record) {
    openFolder();
    folder.writeFiles(store, record);
    steps.addAll(TrialFolder.steps(store, record));
    judgeErrors.putAll(record.measures().judgeErrors());
  }

  private void openFolder() {
    if (!hasBegun) {
      hasBegun = true;
      folder.write(summary(TrialSummary.Status.RUNNING, "", Map.of()));
      folder.writeConfiguration(planned.config().effectiveHocon());
    }
  }

  /** Hears what the stages do, and ends them where it is interrupted. */
  private final class Reporter implements BatchReporter, BatchProgress {
    @Override
    public BatchProgress progress(StageBatch part) {
      return this;
    }

    @Override
    public void onStep(StepRow step, int count) {
      openFolder();
      steps.add(step);
      progress.onStep(
          new Step(step.phase(), step.step(), count, step.timestep(), step.gradientNorm()));
    }

    @Override
    public void onFiles(String stage, Map<String, byte[]> files) {
      folder.writeFiles(files);
      if (!interruption.isRequested()) {
        progress.onMeasuring(folder.path());
      }
    }

    @Override
    public boolean wantsStop() {
      return interruption.isRequested();
    }

    /** A defect is to show with its stack, and what the user can mend is no failure of a trial. */
    @Override
    public void onThrown(Stage stage, Throwable e) {
      if (e instanceof RuntimeException defect
          && !(e instanceof TimeLimit.ExceededException)
          && DeviceFault.of(e) == DeviceFault.NONE) {
        throw defect;
      }
    }
  }

  private TrialSummary done(List<StageRecord> records) {
    measureStart();
    Map<Metric, Double> metrics = TrialMeasures.of(planned, records, steps);
    folder.write(metrics);
    Map<String, Double> byName = new LinkedHashMap<>();
    metrics.forEach((metric, value) -> byName.put(metric.name(), value));
    return end(TrialSummary.Status.DONE, "", byName);
  }

  /** What the trial had before its first step, as a sweep measures it; once. */
  private void measureStart() {
    Instrument instrument = planned.runners().instrument();
    if (instrument == null || store.start(planned.start().id(), instrument.id()).isPresent()) {
      return;
    }
    try (ModelHolder.Lease lease = lease()) {
      StartMeasurement.measure(store, planned.start(), instrument.id(), lease.runner())
          .ifPresent(progress::onProblem);
    } catch (BrokenDeviceException e) {
      holder.abandon(place.device());
      throw e.end("trial", place.device().toString());
    }
  }

  private TrialSummary interrupted() {
    int total = planned.steps();
    String when =
        steps.size() < total
            ? "after %d of %d steps; the pictures show what there was by then"
                .formatted(steps.size(), total)
            : "before its metrics";
    return end(TrialSummary.Status.INTERRUPTED, when, Map.of());
  }

  private TrialSummary end(
      TrialSummary.Status status, String message, Map<String, Double> metrics) {
    TrialSummary summary = summary(status, message, metrics);
    folder.write(summary);
    return summary;
  }

  private TrialSummary summary(
      TrialSummary.Status status, String message, Map<String, Double> metrics) {
    return new TrialSummary(
        planned.config().sweep().name(),
        planned.trial(),
        status,
        message,
        started,
        (System.nanoTime() - startNanos) * 1e-9,
        place.device().toString(),
        List.copyOf(steps),
        metrics,
        judgeErrors);
  }
}
