package io.facesweep.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class RenderThreadsTest {
  @Test
  void eachPieceIsDoneOnce() {
    for (int threads : new int[] {1, 2, 7}) {
      for (int pieces : new int[] {0, 1, 3, 100}) {
        AtomicIntegerArray done = new AtomicIntegerArray(pieces);
        RenderThreads.run("count", threads, pieces, done::incrementAndGet);
        for (int i = 0; i < pieces; i++) {
          assertThat(done.get(i)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void oneThreadIsTheCallersOwn() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    RenderThreads.run("look", 1, 5, piece -> threads.add(Thread.currentThread()));
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void severalWorkAtOnceAndTheCallerIsOneOfThem() {
    CountDownLatch both = new CountDownLatch(2);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    RenderThreads.run(
        "meet",
        2,
        2,
        piece -> {
          threads.add(Thread.currentThread());
          both.countDown();
          await(both);
        });
    assertThat(threads).hasSize(2).contains(Thread.currentThread());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatOnePieceThrowsIsTheCause() {
    assertThatThrownBy(
            () ->
                RenderThreads.run(
                    "try",
                    3,
                    9,
                    piece -> {
                      throw new IllegalArgumentException("piece");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot try: a thread failed")
        .hasRootCauseMessage("piece");
  }
}
