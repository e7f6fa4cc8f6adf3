package io.facesweep.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Texture batches that wait for their geometry: each may start as soon as all geometry stages that
 * it stands on have ended. Safe for threads; the work for each stage that ends is that of the
 * batches which wait for it.
 */
public final class TextureQueue {
  private static final class Waiting {
    private final Batch batch;
    private int left;

    Waiting(Batch batch) {
      this.batch = batch;
    }
  }

  private final Map<String, List<Waiting>> byGeometry = new HashMap<>();
  private final List<Batch> ready = new ArrayList<>();
  private int waiting;

  /**
   * @param texture the batches, in the order in which they are to start
   * @param toCome ids of the geometry stages that are still to end; others have
   */
  public TextureQueue(List<Batch> texture, Set<String> toCome) {
    for (Batch batch : texture) {
      Waiting entry = new Waiting(batch);
      for (String geometry : batch.geometryStages()) {
        if (toCome.contains(geometry)) {
          byGeometry.computeIfAbsent(geometry, id -> new ArrayList<>()).add(entry);
          entry.left++;
        }
      }
      if (entry.left == 0) {
        ready.add(batch);
      } else {
        waiting++;
      }
    }
  }

  /** A geometry stage has ended, well or not. */
  public synchronized void ended(String geometry) {
    List<Waiting> entries = byGeometry.remove(geometry);
    if (entries != null) {
      for (Waiting entry : entries) {
        if (--entry.left == 0) {
          ready.add(entry.batch);
          waiting--;
        }
      }
    }
  }

  /**
   * Takes the batches that may start.
   *
   * @param isDone whether a geometry stage has its result; stages that stand on one without are
   *     left out, and so are batches that have no others
   */
  public synchronized List<Batch> takeReady(Predicate<String> isDone) {
    List<Batch> taken = new ArrayList<>();
    for (Batch batch : ready) {
      List<Stage> able = new ArrayList<>();
      for (Stage stage : batch.stages()) {
        String geometry = stage.geometryStage();
        if (geometry == null || isDone.test(geometry)) {
          able.add(stage);
        }
      }
      if (!able.isEmpty()) {
        taken.add(new Batch(batch.index(), batch.shape(), able));
      }
    }
    ready.clear();
    return taken;
  }

  /** Whether nothing waits any more and nothing is left to be taken. */
  public synchronized boolean isEmpty() {
    return waiting == 0 && ready.isEmpty();
  }
}
