package io.facesweep.spark;

import java.util.List;

/** Computes stages. Tasks share one on each device of a JVM; it must be safe for threads. */
public interface StageRunner extends AutoCloseable {
  /**
   * Computes the stages of a batch in lockstep.
   *
   * @param progress to be told of every step
   * @return one outcome a stage, in the batch's order
   * @throws RuntimeException if the whole batch failed; its stages are then tried one by one
   */
  List<StageOutcome> run(StageBatch batch, BatchProgress progress);

  /** Frees what it holds. */
  @Override
  void close();
}
