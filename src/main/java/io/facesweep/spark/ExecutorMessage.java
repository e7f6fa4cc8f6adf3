package io.facesweep.spark;

import java.io.Serializable;
import java.util.List;

/** What executors tell the driver while a task runs. */
sealed interface ExecutorMessage extends Serializable {
  /**
   * Stages are about to run. The driver answers with the ids of those that must not: each executor
   * that began them before was lost.
   */
  record Begin(List<String> stages) implements ExecutorMessage {}

  /**
   * A batch has done a step.
   *
   * @param task that runs it
   * @param executor that has the task, and its host, for people
   * @param stages in the batch
   * @param what they make, for people
   * @param phase e.g. {@code geometry}
   * @param step from 0
   * @param steps how many the phase has
   * @param gradientNorm of one of the stages
   */
  record Step(
      long task,
      String executor,
      List<String> stages,
      String what,
      String phase,
      int step,
      int steps,
      double gradientNorm)
      implements ExecutorMessage {}

  /**
   * A device has failed so that its executor ends.
   *
   * @param host where
   * @param device as the executor names it, e.g. {@code cuda:0}
   * @param reason in CUDA's words
   */
  record Broken(String host, String device, String reason) implements ExecutorMessage {
    /** A line for people. */
    String text() {
      return "%s on %s is broken (%s): its executor ends, what ran there runs again"
          .formatted(device, host, reason);
    }
  }

  /** A task has ended. */
  record End(long task) implements ExecutorMessage {}
}
