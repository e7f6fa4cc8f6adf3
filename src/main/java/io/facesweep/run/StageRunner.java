package io.facesweep.run;

import io.facesweep.plan.Stage;
import io.facesweep.plan.Start;
import io.facesweep.store.Measures;
import java.util.List;
import java.util.Map;

/** Computes stages. Tasks share one on each device of a JVM; it must be safe for threads. */
public interface StageRunner extends AutoCloseable {
  /**
   * Checks that it can run stages, before any of them runs.
   *
   * @throws io.facesweep.UserException naming all that it cannot run
   */
  default void require(List<Stage> stages) {}

  /**
   * Does the steps of a batch's stages in lockstep.
   *
   * @param progress to be told of every step, and of what is finished; may end the batch
   * @return one a stage, in the batch's order, each to be finished
   * @throws RuntimeException if the whole batch failed; its stages are then tried one by one, or in
   *     smaller batches if memory did not suffice
   */
  List<SteppedStage> run(StageBatch batch, BatchProgress progress);

  /**
   * Takes memory for the first stages of a batch, as many as fit at once; waits while none does
   * because of what other tasks run.
   *
   * @throws io.facesweep.UserException if one alone does not fit
   */
  default Room room(StageBatch batch) throws InterruptedException {
    return new Room(batch.size(), () -> {}, () -> {});
  }

  /**
   * Memory for stages, until it is closed.
   *
   * @param stages how many it is for, at least 1
   * @param onStepped gives back what is more than one stage needs: steps are over, and stages are
   *     finished one by one
   * @param onClose gives it back
   */
  record Room(int stages, Runnable onStepped, Runnable onClose) implements AutoCloseable {
    @Override
    public void close() {
      onClose.run();
    }
  }

  /**
   * Measures a stage again.
   *
   * @param result what is stored of it
   * @param nonFinite values of its gradients that were NaN or infinite
   */
  Measures measure(Stage stage, StoredResult result, long nonFinite);

  /** Measures what trials have before their first step. */
  Measures measure(Start start);

  /** Versions of the software that computes, by name, beside those of the program itself. */
  default Map<String, String> versions() {
    return Map.of();
  }

  /** Gives back memory that it only keeps for later. */
  default void releaseMemory() {}

  /** Frees what it holds. */
  @Override
  void close();
}
