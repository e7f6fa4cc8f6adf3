package io.facesweep.run;

import io.facesweep.plan.Stage;
import java.util.List;
import java.util.Set;

/** Stands for whoever has batches run: says what may begin, and hears how it comes along. */
@FunctionalInterface
public interface BatchReporter {
  /** Lets everything run and hears nothing. */
  BatchReporter NONE = part -> BatchProgress.NONE;

  /** Returns what hears of the stages that run at once, as they begin. */
  BatchProgress progress(StageBatch part);

  /** Stages are about to run; returns the ids of those that must not. */
  default Set<String> begin(List<String> stages) {
    return Set.of();
  }

  /**
   * A stage that ran alone has thrown, and will be committed as failed. Whoever does not want that
   * throws in its turn, which ends the batch.
   */
  default void onThrown(Stage stage, Throwable e) {}
}
