package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private static final long GIBIBYTE = 1L << 30;
  private static final OptionalLong FREE = OptionalLong.of(40 * GIBIBYTE);

  private OptionalLong free = FREE;
  private final MemoryBudget budget = new MemoryBudget(enough -> free, 1);

  private static int fitting(int wanted, double each, long free, long taken) {
    OptionalLong bytes = OptionalLong.of(free * GIBIBYTE);
    return MemoryBudget.fitting(
        wanted, (long) (each * GIBIBYTE), bytes, bytes, taken * GIBIBYTE, 1);
  }

  @Test
  void severalTrialsLeaveAQuarterOfFreeMemory() {
    assertThat(fitting(16, 5, 80, 0)).isEqualTo(12);
    assertThat(fitting(16, 5, 40, 0)).isEqualTo(6);
    assertThat(fitting(4, 5, 80, 0)).isEqualTo(4);
    assertThat(fitting(16, 5, 24, 0)).isEqualTo(3);
  }

  @Test
  void oneAloneMayTakeAll() {
    assertThat(fitting(16, 5, 5, 0)).isEqualTo(1);
    assertThat(fitting(16, 5, 4, 0)).isZero();
  }

  @Test
  void whatOthersTookIsGone() {
    assertThat(fitting(16, 5, 80, 30)).isEqualTo(6);
    assertThat(fitting(16, 5, 80, 56)).isZero();
    assertThat(fitting(16, 5, 5, 1)).isZero();
  }

  @Test
  void lessThanOthersLeftIsBelieved() {
    OptionalLong now = OptionalLong.of(10 * GIBIBYTE);
    assertThat(MemoryBudget.fitting(16, GIBIBYTE, now, FREE, GIBIBYTE, 1)).isEqualTo(7);
    assertThat(MemoryBudget.fitting(16, GIBIBYTE, FREE, FREE, GIBIBYTE, 1)).isEqualTo(16);
  }

  @Test
  void tasksOfADeviceShareItUnlessATrialIsMoreThanAShare() {
    assertThat(MemoryBudget.fitting(16, 3 * GIBIBYTE, FREE, FREE, 0, 2)).isEqualTo(5);
    assertThat(MemoryBudget.fitting(16, 3 * GIBIBYTE, FREE, FREE, 15 * GIBIBYTE, 2)).isEqualTo(5);
    assertThat(MemoryBudget.fitting(16, 20 * GIBIBYTE, FREE, FREE, 0, 2)).isEqualTo(1);
    assertThat(MemoryBudget.fitting(16, 20 * GIBIBYTE, FREE, FREE, 20 * GIBIBYTE, 2)).isZero();
  }

  @Test
  void whatIsUnknownIsEnough() {
    assertThat(MemoryBudget.fitting(16, GIBIBYTE, OptionalLong.empty(), FREE, 0, 1)).isEqualTo(16);
    assertThat(MemoryBudget.fitting(16, GIBIBYTE, FREE, OptionalLong.empty(), 0, 1)).isEqualTo(16);
    assertThat(MemoryBudget.fitting(16, 0, OptionalLong.of(0), FREE, 0, 1)).isEqualTo(16);
  }

  @Test
  void moreMemoryIsLookedForOnlyWhereItIsWanted() throws Exception {
    List<Long> asked = new ArrayList<>();
    MemoryBudget shared =
        new MemoryBudget(
            enough -> {
              asked.add(enough);
              return FREE;
            },
            2);
    try (MemoryBudget.Share first = shared.take(3, 2 * GIBIBYTE)) {
      shared.take(6, GIBIBYTE).close();
    }
    // 6 of which a quarter more is left free, for each of two tasks; then beside what was taken
    assertThat(asked).containsExactly(16 * GIBIBYTE, 32 * GIBIBYTE);
  }

  @Test
  void aBatchKeepsWhatItTookUntilItEnds() throws Exception {
    try (MemoryBudget.Share first = budget.take(4, 5 * GIBIBYTE)) {
      assertThat(first.trials()).isEqualTo(4);
      try (MemoryBudget.Share second = budget.take(4, 5 * GIBIBYTE)) {
        assertThat(second.trials()).isEqualTo(2);
      }
    }
    free = OptionalLong.of(80 * GIBIBYTE);
    try (MemoryBudget.Share third = budget.take(16, 5 * GIBIBYTE)) {
      assertThat(third.trials()).isEqualTo(12);
    }
  }

  @Test
  void aBatchWaitsForThoseThatRun() throws Exception {
    AtomicReference<Integer> found = new AtomicReference<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread waiting =
        new Thread(
            () -> {
              begun.countDown();
              try (MemoryBudget.Share share = budget.take(2, 15 * GIBIBYTE)) {
                found.set(share.trials());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try (MemoryBudget.Share all = budget.take(2, 15 * GIBIBYTE)) {
      assertThat(all.trials()).isEqualTo(2);
      waiting.start();
      begun.await();
      while (waiting.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(found).hasValue(null);
    }
    waiting.join();
    assertThat(found).hasValue(2);
  }

  @Test
  void whenItsStepsAreOverABatchKeepsWhatOneTrialNeeds() throws Exception {
    MemoryBudget.Share first = budget.take(6, 5 * GIBIBYTE);
    assertThat(first.trials()).isEqualTo(6);
    first.keepOne();
    try (MemoryBudget.Share second = budget.take(6, 5 * GIBIBYTE)) {
      assertThat(second.trials()).as("beside those that are measured").isEqualTo(5);
    }
    first.keepOne();
    first.close();
    try (MemoryBudget.Share third = budget.take(6, 5 * GIBIBYTE)) {
      assertThat(third.trials()).as("all was given back once").isEqualTo(6);
    }
  }

  @Test
  void refusesATrialThatDoesNotFitAlone() throws Exception {
    assertThatThrownBy(() -> budget.take(4, 41 * GIBIBYTE))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot run a trial: each takes about 41.0 GiB and 40.0 GiB are free; lower"
                + " texture.resolution, texture.render-resolution or geometry.encode-resolution");
    try (MemoryBudget.Share after = budget.take(4, GIBIBYTE)) {
      assertThat(after.trials()).isEqualTo(4);
    }
  }
}
