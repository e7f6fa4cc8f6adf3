package io.facesweep.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;

/**
 * When slots would be free that take batches in their order, each the next one as soon as it has
 * ended its last. A batch of texture stages waits until its geometry is there.
 */
final class SlotSchedule {
  private record Slot(double speed, double free) {}

  private final ToDoubleFunction<Batch> cost;
  private final Map<String, Double> geometryEnds;
  private final Slot[] slots;

  private SlotSchedule(
      ToDoubleFunction<Batch> cost, Map<String, Double> geometryEnds, Slot[] slots) {
    this.cost = cost;
    this.geometryEnds = geometryEnds;
    this.slots = slots;
  }

  /**
   * A schedule without batches.
   *
   * @param speeds of each slot
   * @param cost of a batch, in seconds at speed 1
   */
  static SlotSchedule empty(double[] speeds, ToDoubleFunction<Batch> cost) {
    Slot[] slots = Arrays.stream(speeds).mapToObj(speed -> new Slot(speed, 0)).toArray(Slot[]::new);
    return new SlotSchedule(cost, Map.of(), slots);
  }

  /** Returns the schedule with more batches after those that it has. */
  SlotSchedule with(List<Batch> batches) {
    PriorityQueue<Slot> queue = new PriorityQueue<>(Comparator.comparingDouble(Slot::free));
    queue.addAll(Arrays.asList(slots));
    Map<String, Double> ends = new HashMap<>(geometryEnds);
    for (Batch batch : batches) {
      Slot slot = queue.remove();
      double ready = 0;
      for (String geometry : batch.geometryStages()) {
        ready = Math.max(ready, ends.getOrDefault(geometry, 0.0));
      }
      double end = Math.max(slot.free, ready) + cost.applyAsDouble(batch) / slot.speed;
      if (batch.kind() == StageKind.GEOMETRY) {
        batch.stages().forEach(stage -> ends.put(stage.id(), end));
      }
      queue.add(new Slot(slot.speed, end));
    }
    return new SlotSchedule(cost, ends, queue.toArray(Slot[]::new));
  }

  /** Returns when the last slot is free. */
  double end() {
    return Arrays.stream(slots).mapToDouble(Slot::free).max().orElse(0);
  }
}
