package io.facesweep.run;

import io.facesweep.plan.Stage;
import io.facesweep.plan.SweepPlan;
import io.facesweep.store.StageScan;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which stages of a plan have ended, by what the store holds and what tasks report. Safe for
 * threads.
 */
public final class FinishedStages {
  private final Set<String> done = new HashSet<>();
  private final Set<String> failed = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  /** Those that have a record to rely on. */
  public static FinishedStages scan(StageStore store, SweepPlan plan) {
    FinishedStages finished = new FinishedStages();
    finished.scan(store, plan.geometryStages());
    finished.scan(store, plan.textureStages());
    return finished;
  }

  private void scan(StageStore store, List<Stage> stages) {
    if (!stages.isEmpty()) {
      List<String> ids = stages.stream().map(Stage::id).toList();
      new StageScan(store).statuses(stages.get(0).kind(), ids, this::add, problems::add);
    }
  }

  private void add(String id, StageStatus status) {
    (status == StageStatus.DONE ? done : failed).add(id);
  }

  public synchronized void add(StageReport report) {
    switch (report.end()) {
      case FAILED -> failed.add(report.id());
      case DONE, DONE_BY_ANOTHER -> addDone(report.id());
      case STOPPED -> {} // it is to run yet
    }
  }

  /** A stage that another output has. */
  public synchronized void addDone(String id) {
    done.add(id);
    failed.remove(id);
  }

  /** Lets stages that failed run again. */
  public synchronized void forgetFailures() {
    failed.clear();
  }

  public synchronized boolean isDone(String id) {
    return done.contains(id);
  }

  public synchronized int doneCount() {
    return done.size();
  }

  /** Ids of the stages that need not run, or cannot because their geometry has failed for good. */
  public synchronized Set<String> settled(SweepPlan plan) {
    Set<String> settled = new HashSet<>(done);
    settled.addAll(failed);
    for (Stage stage : plan.textureStages()) {
      String geometry = stage.geometryStage();
      if (geometry != null && failed.contains(geometry)) {
        settled.add(stage.id());
      }
    }
    return settled;
  }

  /** Records that cannot be trusted, a line each. */
  public List<String> problems() {
    return problems;
  }
}
