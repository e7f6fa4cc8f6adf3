package io.facesweep.train;

import io.facesweep.tensor.BatchKernels;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The parts of the next steps' batches, drawn by threads of their own while a GPU computes. What is
 * drawn depends on its step and lane alone, so that it is the same as without them.
 */
final class DrawnAhead implements AutoCloseable {
  private final TrainingStage stage;
  private final RandomStream stream;
  private final int lanes;
  private final long last;
  private final int steps;
  private final ExecutorService threads;
  private final Map<Long, List<Future<TrainingStage.Drawn>>> parts = new HashMap<>();
  private long begun;

  /**
   * @param stream of the stage
   * @param done steps before the first
   * @param count of threads
   */
  DrawnAhead(TrainingStage stage, RandomStream stream, int lanes, long done, int count) {
    this.stage = stage;
    this.stream = stream;
    this.lanes = lanes;
    this.begun = done;
    this.last = stage.settings().steps();
    this.steps = 2 * count;
    this.threads = Executors.newFixedThreadPool(count);
  }

  /** Draws a lane's part here and now. */
  static TrainingStage.Drawn draw(
      TrainingStage stage, RandomStream stream, long step, int lane, int lanes) {
    try (BatchKernels.Scope fastest = BatchKernels.FASTEST.open();
        TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      return stage.draw(
          stream.child(step).child(lane), step, items(stage.settings().batch(), lane, lanes));
    }
  }

  /** How many items of a batch a lane has. */
  static int items(int batch, int lane, int lanes) {
    return batch * (lane + 1) / lanes - batch * lane / lanes;
  }

  /** Returns a step's parts, by lane, as soon as they are drawn. */
  List<TrainingStage.Drawn> take(long step) {
    for (; begun < Math.min(last, step + steps); begun++) {
      long own = begun + 1;
      List<Future<TrainingStage.Drawn>> drawn = new ArrayList<>();
      for (int lane = 0; lane < lanes; lane++) {
        int each = lane;
        drawn.add(threads.submit(() -> draw(stage, stream, own, each, lanes)));
      }
      parts.put(own, drawn);
    }
    List<TrainingStage.Drawn> taken = new ArrayList<>();
    try {
      for (Future<TrainingStage.Drawn> part : parts.remove(step)) {
        taken.add(part.get());
      }
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot train: interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Cannot train: the batch of step %d of stage %s cannot be drawn"
              .formatted(step, stage.name()),
          e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
