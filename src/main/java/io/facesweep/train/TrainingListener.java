package io.facesweep.train;

import java.time.Duration;
import java.util.Map;

/** Hears how training goes on, and may end it early. All methods are called on one thread. */
public interface TrainingListener {
  /** A stage starts, or goes on after {@code done} of its steps. */
  void started(String stage, long done, long steps);

  /**
   * Some steps have passed.
   *
   * @param loss mean over the steps since the last call
   * @param remaining of this stage, by the present pace
   */
  void progress(
      String stage, long step, long steps, double loss, double learningRate, Duration remaining);

  /** Figures on held-out data. */
  void validated(String stage, long step, Map<String, Double> figures);

  /** Something worth telling. */
  void message(String text);

  /** Whether to write a checkpoint after this step and end. */
  boolean stopRequested();
}
