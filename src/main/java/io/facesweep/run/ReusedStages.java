package io.facesweep.run;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Stage;
import io.facesweep.plan.SweepPlan;
import io.facesweep.store.StageScan;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The outputs of {@code output.reuse}: what they have of a plan's stages. They are read only. */
public final class ReusedStages {
  private final List<StageStore> others;

  private ReusedStages(List<StageStore> others) {
    this.others = others;
  }

  /**
   * Opens the outputs that a configuration names.
   *
   * @throws io.facesweep.UserException if one is not there or cannot be reached
   */
  public static ReusedStages of(SweepConfig config, Configuration hadoop) {
    List<StageStore> others = new ArrayList<>();
    for (String uri : config.output().reuse()) {
      StageStore other = StageStore.open(uri, hadoop);
      other.requireStages();
      others.add(other);
    }
    return new ReusedStages(others);
  }

  /**
   * Finds stages that are not done yet, and counts them as done.
   *
   * @return a line for each output that has any
   */
  public List<String> find(SweepPlan plan, FinishedStages finished) {
    List<String> lines = new ArrayList<>();
    for (StageStore other : others) {
      int before = finished.doneCount();
      for (List<Stage> stages : List.of(plan.geometryStages(), plan.textureStages())) {
        List<String> left = left(stages, finished);
        if (!left.isEmpty()) {
          new StageScan(other)
              .statuses(
                  stages.get(0).kind(),
                  left,
                  (id, status) -> {
                    if (status == StageStatus.DONE) {
                      finished.addDone(id);
                    }
                  },
                  lines::add);
        }
      }
      int found = finished.doneCount() - before;
      if (found > 0) {
        lines.add("%d stages are done in %s; a run copies them".formatted(found, other.uri()));
      }
    }
    return lines;
  }

  /**
   * Copies stages that are not done yet into an output, which then stands alone.
   *
   * @return a line for each output that had any, and for each stage that could not be used
   */
  public List<String> copy(StageStore store, SweepPlan plan, FinishedStages finished) {
    List<String> lines = new ArrayList<>();
    for (StageStore other : others) {
      int before = finished.doneCount();
      for (List<Stage> stages : List.of(plan.geometryStages(), plan.textureStages())) {
        List<String> left = left(stages, finished);
        if (!left.isEmpty()) {
          new StageScan(other)
              .copyDone(store, stages.get(0).kind(), left, finished::addDone, lines::add);
        }
      }
      int copied = finished.doneCount() - before;
      if (copied > 0) {
        lines.add("%d stages were copied from %s".formatted(copied, other.uri()));
      }
    }
    return lines;
  }

  private static List<String> left(List<Stage> stages, FinishedStages finished) {
    return stages.stream().map(Stage::id).filter(id -> !finished.isDone(id)).toList();
  }
}
