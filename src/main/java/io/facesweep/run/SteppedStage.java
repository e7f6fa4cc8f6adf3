package io.facesweep.run;

/**
 * A stage whose steps are over. What is left are its renders, files and measures, which need no
 * other stage of its batch: they may be made on any thread, beside the steps of the next batch.
 */
@FunctionalInterface
public interface SteppedStage {
  /**
   * Finishes the stage. Called once, and once more if memory did not suffice.
   *
   * @throws RuntimeException if it fails, and then this stage alone
   */
  StageOutcome finish();

  /** Returns a stage that needs no finishing. */
  static SteppedStage ended(StageOutcome outcome) {
    return () -> outcome;
  }
}
