package io.facesweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchTailTest {
  private static final CostModel UNKNOWN = CostModel.learn(List.of());

  /** Eight prompts, two shapes of textures: {@code sweeps} times 16 geometries and 32 textures. */
  private static SweepPlan plan(int seeds) {
    List<String> numbers = Stream.iterate(0, i -> i + 1).limit(seeds).map(String::valueOf).toList();
    return Plans.plan(
        """
sweep {
  prompts = [a, b, c, d], seeds = [%s]
  axes { texture.depth-control = [true, false] }
}
"""
            .formatted(String.join(", ", numbers)));
  }

  /**
   * Plays a sweep: a slot that is free takes the first batch whose geometries have ended.
   *
   * @return the share of the slots' time in which they have nothing, from the first time that no
   *     batch was left for one of them
   */
  private static double idle(Batches batches, double... speeds) {
    return 1 - busy(batches) / (end(batches, speeds) * sum(speeds));
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double cost(Batch batch) {
    return UNKNOWN.weight(batch.shape(), batch.stages().size());
  }

  private static double busy(Batches batches) {
    return Stream.of(batches.geometry(), batches.texture())
        .flatMap(List::stream)
        .mapToDouble(BatchTailTest::cost)
        .sum();
  }

  private static double end(Batches batches, double... speeds) {
    List<Batch> left = new ArrayList<>(batches.geometry());
    left.addAll(batches.texture());
    Map<String, Double> ends = new HashMap<>();
    double[] free = new double[speeds.length];
    double last = 0;
    while (!left.isEmpty()) {
      int slot = 0;
      for (int i = 1; i < free.length; i++) {
        slot = free[i] < free[slot] ? i : slot;
      }
      double now = free[slot];
      Batch next = null;
      double soonest = Double.MAX_VALUE;
      for (Batch batch : left) {
        double ready =
            batch.geometryStages().stream()
                .mapToDouble(id -> ends.getOrDefault(id, Double.MAX_VALUE))
                .max()
                .orElse(0);
        if (ready <= now) {
          next = batch;
          break;
        }
        soonest = Math.min(soonest, ready);
      }
      if (next == null) {
        free[slot] = soonest;
        continue;
      }
      left.remove(next);
      free[slot] = now + cost(next) / speeds[slot];
      double end = free[slot];
      next.stages().forEach(stage -> ends.put(stage.id(), end));
      last = Math.max(last, end);
    }
    return last;
  }

  private static List<String> ids(List<Batch> batches) {
    return batches.stream().flatMap(batch -> batch.stages().stream()).map(Stage::id).toList();
  }

  @Test
  void everyStageIsInOneBatchAsBefore() {
    for (int slots : new int[] {2, 3, 5, 8}) {
      Batches before = Batches.of(plan(4), Set.of(), 4);
      Batches after = BatchTail.part(before, slots, UNKNOWN);
      assertThat(after.geometry()).isEqualTo(before.geometry());
      assertThat(ids(after.texture())).containsExactlyInAnyOrderElementsOf(ids(before.texture()));
      assertThat(after.texture()).extracting(Batch::index).isSorted().doesNotHaveDuplicates();
      assertThat(after.texture()).allMatch(batch -> batch.stages().size() <= 4);
    }
  }

  @Test
  void slotsEndTogetherAndNoLaterThanBefore() {
    for (int slots : new int[] {2, 3, 5, 8}) {
      double[] speeds = new double[slots];
      Arrays.fill(speeds, 1);
      for (int seeds : new int[] {4, 5, 7, 9}) {
        Batches before = Batches.of(plan(seeds), Set.of(), 4);
        Batches after = BatchTail.part(before, slots, UNKNOWN);
        String what = "%d slots, %d seeds".formatted(slots, seeds);
        assertThat(end(after, speeds)).as(what).isLessThanOrEqualTo(end(before, speeds) * 1.02);
        assertThat(idle(after, speeds)).as(what).isLessThanOrEqualTo(idle(before, speeds) + 0.01);
      }
    }
  }

  @Test
  void aSlowSlotHoldsTheSweepUpForLess() {
    Batches before = Batches.of(plan(6), Set.of(), 4);
    Batches after = BatchTail.part(before, 4, UNKNOWN);
    double[] speeds = {0.5, 1, 1, 1};
    assertThat(end(after, speeds)).isLessThan(end(before, speeds));
    assertThat(idle(after, speeds)).isLessThan(idle(before, speeds));
  }

  @Test
  void whereBatchesSaveNothingTheLastOnesAreParted() {
    SweepPlan plan = plan(5);
    List<Timing> timings = new ArrayList<>();
    for (Stage stage : List.of(plan.geometryStages().get(0), plan.textureStages().get(0))) {
      timings.add(new Timing(stage.shape(), 1, 10));
      timings.add(new Timing(stage.shape(), 4, 40));
    }
    Batches after = BatchTail.part(Batches.of(plan, Set.of(), 4), 3, CostModel.learn(timings));
    assertThat(after.texture().get(0).stages()).hasSize(4);
    assertThat(after.texture().get(after.texture().size() - 1).stages()).hasSizeLessThan(4);
  }

  @Test
  void oneSlotHasNothingToWaitFor() {
    Batches batches = Batches.of(plan(2), Set.of(), 4);
    assertThat(BatchTail.part(batches, 1, UNKNOWN)).isSameAs(batches);
  }

  @Test
  void withoutTexturesTheLastGeometriesAreParted() {
    SweepPlan plan =
        Plans.plan(
            "sweep { prompts = [a, b, c], seeds = [1, 2, 3] }, trial.phases = geometry-only");
    Batches before = Batches.of(plan, Set.of(), 3);
    Batches after = BatchTail.part(before, 2, UNKNOWN);
    assertThat(before.geometry()).hasSize(3);
    assertThat(after.geometry()).hasSizeGreaterThan(3);
    assertThat(ids(after.geometry())).containsExactlyInAnyOrderElementsOf(ids(before.geometry()));
    assertThat(end(after, 1, 1)).isLessThan(end(before, 1, 1));
  }

  @Test
  void batchesOfOtherModelsKeepTheirPlace() {
    SweepPlan plan =
        Plans.plan("sweep { seeds = [1, 2, 3, 4, 5], axes { models.dtype = [float32, float16] } }");
    Batches before = Batches.of(plan, Set.of(), 4);
    Batches after = BatchTail.part(before, 3, UNKNOWN);
    assertThat(after.texture().stream().map(batch -> batch.models().dtype().name()))
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(after.texture().get(0)).isEqualTo(before.texture().get(0));
  }
}
