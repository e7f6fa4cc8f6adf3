package io.facesweep.train.demo;

import io.facesweep.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Pictures that threads make part by part, in the order in which they are asked for. Who reads one
 * waits until it is there.
 */
final class PictureMaking implements AutoCloseable {
  /** Pictures of a part. */
  static final int PART = 24;

  private final ExecutorService threads;
  private final List<Future<?>> parts = new ArrayList<>();

  PictureMaking(int count) {
    this.threads = Executors.newFixedThreadPool(count);
  }

  /** Pictures of a kind, some of whose parts may not have been asked for yet. */
  final class Kind {
    private final int count;
    private final IntConsumer maker;
    private final List<Future<?>> own = new ArrayList<>();

    /**
     * @param maker makes the part that begins with a picture
     */
    Kind(int count, IntConsumer maker) {
      this.count = count;
      this.maker = maker;
    }

    /** Asks for the parts up to a picture. */
    void askUpTo(int end) {
      for (int first = own.size() * PART; first < Math.min(end, count); first += PART) {
        int begin = first;
        own.add(threads.submit(() -> maker.accept(begin)));
        parts.add(own.get(own.size() - 1));
      }
    }

    /** Waits for pictures that were asked for. */
    void await(int... indices) {
      for (int index : indices) {
        PictureMaking.await(own.get(index / PART));
      }
    }
  }

  /** Waits for all that was asked for. */
  void await(TrainingListener listener) {
    int told = 0;
    for (int i = 0; i < parts.size(); i++) {
      await(parts.get(i));
      int share = 10 * (i + 1) / parts.size();
      if (share > told) {
        told = share;
        listener.message("training data: %d %%".formatted(10 * share));
      }
    }
  }

  private static void await(Future<?> part) {
    try {
      part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot make training data: interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot make training data", e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
