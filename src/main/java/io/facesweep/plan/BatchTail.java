package io.facesweep.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The end of a sweep: its last batches, in parts and with the longest first, so that slots end
 * together. A batch of fewer stages takes more time for each of them, so only as many are parted as
 * an early end is worth by a simulation of the slots.
 */
public final class BatchTail {
  /** How many of the last batches may be parted, a slot. */
  private static final int MAX_A_SLOT = 3;

  /** In how many steps that is tried. */
  private static final int TRIES = 12;

  /** What must be won for batches to be parted: estimates are not better than that. */
  private static final double MIN_GAIN = 0.005;

  /** What may be lost where all slots are equal, for what is won where they are not. */
  private static final double MAX_LOSS = 0.001;

  /** Speeds that a slow slot may have, first that of the others; every fourth slot has it. */
  private static final double[] SLOW = {1, 0.9, 0.7};

  private final int slots;
  private final CostModel costs;

  private BatchTail(int slots, CostModel costs) {
    this.slots = slots;
    this.costs = costs;
  }

  /**
   * Returns the same stages with other batches at the end.
   *
   * @param slots how many batches run at once
   * @param costs learnt from earlier runs
   */
  public static Batches part(Batches batches, int slots, CostModel costs) {
    BatchTail tail = new BatchTail(slots, costs);
    if (slots < 2) {
      return batches;
    } else if (batches.texture().isEmpty()) {
      return new Batches(tail.parted(List.of(), batches.geometry()), List.of());
    }
    return new Batches(batches.geometry(), tail.parted(batches.geometry(), batches.texture()));
  }

  /**
   * @param before batches that run before
   * @param batches the last ones
   */
  private List<Batch> parted(List<Batch> before, List<Batch> batches) {
    int most = tailSize(batches);
    List<Batch> head = batches.subList(0, batches.size() - most);
    List<Batch> tail = batches.subList(batches.size() - most, batches.size());
    List<SlotSchedule> schedules = new ArrayList<>();
    for (double slow : SLOW) {
      double[] speeds = IntStream.range(0, slots).mapToDouble(i -> i % 4 == 0 ? slow : 1).toArray();
      schedules.add(SlotSchedule.empty(speeds, this::cost).with(before).with(head));
    }
    List<Batch> best = tail;
    double least = end(schedules, tail) * (1 - MIN_GAIN);
    double asItIs = schedules.get(0).with(tail).end() * (1 + MAX_LOSS);
    for (List<Batch> candidate : candidates(tail)) {
      double end = end(schedules, candidate);
      if (end < least && schedules.get(0).with(candidate).end() <= asItIs) {
        least = end;
        best = candidate;
      }
    }
    List<Batch> all = new ArrayList<>(head);
    for (Batch batch : best) {
      all.add(new Batch(all.size(), batch.shape(), batch.stages()));
    }
    return all;
  }

  /** Batches at the end with the models of the last one: slots seldom change them. */
  private int tailSize(List<Batch> batches) {
    int size = 0;
    while (size < Math.min((long) MAX_A_SLOT * slots, batches.size())
        && batches
            .get(batches.size() - 1 - size)
            .models()
            .equals(batches.get(batches.size() - 1).models())) {
      size++;
    }
    return size;
  }

  private double cost(Batch batch) {
    return costs.weight(batch.shape(), batch.stages().size());
  }

  private static double end(List<SlotSchedule> schedules, List<Batch> tail) {
    return schedules.stream().mapToDouble(schedule -> schedule.with(tail).end()).sum();
  }

  private List<List<Batch>> candidates(List<Batch> tail) {
    List<List<Batch>> candidates = new ArrayList<>();
    candidates.add(longestFirst(tail));
    int largest = tail.stream().mapToInt(batch -> batch.stages().size()).max().orElse(1);
    for (int i = 1; i <= TRIES; i++) {
      int parted = (int) ((long) tail.size() * i / TRIES);
      int most = parted > 0 ? largest : 1;
      while (most > 1) {
        most = (most + 1) / 2;
        candidates.add(longestFirst(parted(tail, parted, most, most)));
        if (most > 1) {
          candidates.add(longestFirst(parted(tail, parted, most, (most + 1) / 2)));
        }
      }
    }
    return candidates;
  }

  /**
   * @param parted how many of the last batches to part
   * @param first the most stages in a part of their first half
   * @param second the most stages in a part of their second half
   */
  private static List<Batch> parted(List<Batch> tail, int parted, int first, int second) {
    List<Batch> parts = new ArrayList<>();
    for (int i = 0; i < tail.size(); i++) {
      int left = tail.size() - i;
      int most = left > parted ? Integer.MAX_VALUE : 2 * left > parted ? first : second;
      parts.addAll(parts(tail.get(i), most));
    }
    return parts;
  }

  private static List<Batch> parts(Batch batch, int most) {
    List<Stage> stages = batch.stages();
    int count = (int) (((long) stages.size() + most - 1) / most);
    List<Batch> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * stages.size() / count);
      int to = (int) ((long) (i + 1) * stages.size() / count);
      parts.add(new Batch(0, batch.shape(), stages.subList(from, to)));
    }
    return parts;
  }

  private List<Batch> longestFirst(List<Batch> batches) {
    List<Batch> sorted = new ArrayList<>(batches);
    sorted.sort(Comparator.comparingDouble(this::cost).reversed());
    return sorted;
  }
}
