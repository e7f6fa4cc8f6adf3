package io.facesweep.run;

import io.facesweep.store.StepRow;
import java.util.Map;

/**
 * Hears how stages that run at once come along, and may end them: on the thread that does their
 * steps, and on those that finish them.
 */
@FunctionalInterface
public interface BatchProgress {
  /** Hears nothing. */
  BatchProgress NONE = (step, steps) -> {};

  /**
   * A stage has done a step.
   *
   * @param steps how many the phase has
   */
  void onStep(StepRow step, int steps);

  /**
   * The files of a stage are made: of its result, or of what there is where it was ended.
   *
   * @param stage its id
   * @param files by name, before the stage is measured, which can take a while
   */
  default void onFiles(String stage, Map<String, byte[]> files) {}

  /**
   * Asked after each step and while stages are measured: whether to end here. What has not ended by
   * then gives {@link StageOutcome.Stopped}.
   */
  default boolean wantsStop() {
    return false;
  }
}
