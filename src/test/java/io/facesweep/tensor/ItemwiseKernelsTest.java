package io.facesweep.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ItemwiseKernelsTest {
  private static final long[] SHAPE = {3, 8};

  private final ItemwiseKernels kernels = new ItemwiseKernels();

  private static Tensor places(int... rows) {
    float[] values = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      values[i] = rows[i];
    }
    return Tensor.of(values, rows.length, 1);
  }

  /** Rounds by the size of the batch. */
  private static List<Tensor> uneven(int... rows) {
    return List.of(places(rows).add(1e-3 * rows.length));
  }

  private static List<Tensor> untried(int... rows) {
    throw new AssertionError("tried");
  }

  private BatchKernels of(long[] shape, ItemwiseKernels.Attempt attempt) {
    return kernels.of(Device.CPU, "places", shape, attempt);
  }

  @Test
  void leavesKernelsThatTreatItemsAlike() {
    assertThat(of(SHAPE, rows -> List.of(places(rows)))).isEqualTo(BatchKernels.WHOLE);
  }

  @Test
  void netsWithDifferentAnswersLiveInOneProcess() {
    assertThat(of(SHAPE, ItemwiseKernelsTest::uneven)).isEqualTo(BatchKernels.APART);
    assertThat(new ItemwiseKernels().of(Device.CPU, "places", SHAPE, rows -> List.of(places(rows))))
        .isEqualTo(BatchKernels.WHOLE);
    assertThat(of(SHAPE, ItemwiseKernelsTest::untried)).isEqualTo(BatchKernels.APART);
    assertThat(BatchKernels.current()).isEqualTo(BatchKernels.WHOLE);
  }

  @Test
  void triesEachSizeOnceAndBothWaysOnceMore() {
    AtomicInteger calls = new AtomicInteger();
    ItemwiseKernels.Attempt attempt =
        rows -> {
          calls.incrementAndGet();
          return List.of(places(rows));
        };
    of(SHAPE, attempt);
    of(SHAPE, attempt);
    assertThat(calls).hasValue(1 + 3);
    of(new long[] {2, 8}, attempt);
    assertThat(calls).hasValue(4 + 1 + 2);
    try (GradMode off = GradMode.disabled()) {
      of(SHAPE, attempt);
      assertThat(calls).hasValue(7 + 1 + 3);
    }
    kernels.of(Device.CPU, "other", SHAPE, attempt);
    assertThat(calls).hasValue(11 + 1 + 3);
  }

  @Test
  void hasNothingToTryOfOneItemNorOnAGpuNorWhereTheThreadHasChosen() {
    assertThat(of(new long[] {1, 8}, ItemwiseKernelsTest::untried)).isEqualTo(BatchKernels.WHOLE);
    assertThat(kernels.of(new Device(0), "places", SHAPE, ItemwiseKernelsTest::untried))
        .isEqualTo(BatchKernels.WHOLE);
    for (BatchKernels chosen :
        List.of(BatchKernels.APART, BatchKernels.FASTEST, BatchKernels.JOINED)) {
      try (BatchKernels.Scope scope = chosen.open()) {
        assertThat(of(SHAPE, ItemwiseKernelsTest::untried)).isEqualTo(chosen);
      }
    }
  }

  @Test
  void threadsThatMeetOneSizeTryItOnce() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<BatchKernels> first =
        CompletableFuture.supplyAsync(
            () ->
                of(
                    SHAPE,
                    rows -> {
                      calls.incrementAndGet();
                      started.countDown();
                      awaitUninterrupted(goOn);
                      return uneven(rows);
                    }));
    started.await();
    CompletableFuture<BatchKernels> second =
        CompletableFuture.supplyAsync(() -> of(SHAPE, ItemwiseKernelsTest::untried));
    goOn.countDown();
    assertThat(first.get()).isEqualTo(BatchKernels.APART);
    assertThat(second.get()).isEqualTo(BatchKernels.APART);
    assertThat(calls).hasValue(2);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void noticesGradientsThatRoundDifferently() {
    // The forward pass treats items alike; its gradient is scaled by the batch.
    ItemwiseKernels.Attempt attempt =
        rows ->
            ItemwiseKernels.bothWays(
                ItemwiseKernels.noiseLike("x", Tensor.zeros(SHAPE), rows),
                x -> x.add(x.sub(x.detach()).mul(rows.length)),
                rows);
    assertThat(of(SHAPE, attempt)).isEqualTo(BatchKernels.APART);
    try (GradMode off = GradMode.disabled()) {
      assertThat(of(SHAPE, attempt)).isEqualTo(BatchKernels.WHOLE);
    }
  }

  @Test
  void aScopeHoldsForItsThreadAlone() throws Exception {
    List<BatchKernels> seen = new ArrayList<>();
    try (BatchKernels.Scope outer = BatchKernels.APART.open()) {
      try (BatchKernels.Scope inner = BatchKernels.FASTEST.open()) {
        seen.add(BatchKernels.current());
        Thread other = new Thread(() -> seen.add(BatchKernels.current()));
        other.start();
        other.join();
      }
      seen.add(BatchKernels.current());
    }
    seen.add(BatchKernels.current());
    assertThat(seen)
        .containsExactly(
            BatchKernels.FASTEST, BatchKernels.WHOLE, BatchKernels.APART, BatchKernels.WHOLE);
  }
}
