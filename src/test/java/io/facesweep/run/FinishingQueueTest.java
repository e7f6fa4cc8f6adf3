package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FinishingQueueTest {
  private final AtomicInteger busy = new AtomicInteger();
  private final Queue<String> ended = new ConcurrentLinkedQueue<>();

  private FinishingQueue<String> queue(int cores, int capacity) {
    return new FinishingQueue<>(new SpareCores(busy, cores), capacity);
  }

  private void add(FinishingQueue<String> queue, String name, Supplier<String> work) {
    queue.add(work, () -> ended.add(name));
  }

  private void add(FinishingQueue<String> queue, String name) {
    add(queue, name, () -> name + " by " + Thread.currentThread().getName());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).as("it is opened").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageInterruptedException("woken", e);
    }
  }

  private void awaitEnds(int count) throws InterruptedException {
    while (ended.size() < count) {
      Thread.sleep(1);
    }
  }

  @Test
  void withoutSpareCoresTheOwnerFinishesAtOnce() {
    String own = Thread.currentThread().getName();
    try (FinishingQueue<String> queue = queue(1, 9)) {
      add(queue, "a");
      assertThat(ended).containsExactly("a");
      queue.addEnded("b");
      add(queue, "c");
      assertThat(ended).containsExactly("a", "c");
      assertThat(queue.await()).containsExactly("a by " + own, "b", "c by " + own);
    }
    assertThat(busy).hasValue(0);
  }

  @Test
  void spareCoresFinishWhileTheOwnerGoesOn() {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch goesOn = new CountDownLatch(1);
    try (FinishingQueue<String> queue = queue(3, 9)) {
      for (String name : List.of("a", "b")) {
        add(
            queue,
            name,
            () -> {
              begun.countDown();
              await(goesOn);
              return name + " by " + Thread.currentThread().getName();
            });
      }
      await(begun);
      assertThat(ended).isEmpty();
      assertThat(busy).as("the owner and two others").hasValue(3);
      goesOn.countDown();
      assertThat(queue.await()).containsExactly("a by finishing", "b by finishing");
    }
    assertThat(busy).hasValue(0);
  }

  @Test
  void whereTooManyWaitTheOwnerFinishesToo() {
    CountDownLatch never = new CountDownLatch(1);
    String own = Thread.currentThread().getName();
    try (FinishingQueue<String> queue = queue(2, 1)) {
      CountDownLatch begun = new CountDownLatch(1);
      add(
          queue,
          "a",
          () -> {
            begun.countDown();
            await(never);
            return "a";
          });
      await(begun);
      add(queue, "b");
      assertThat(ended).as("one may wait").isEmpty();
      add(queue, "c");
      assertThat(ended).as("but not two").containsExactly("b");
      never.countDown();
      assertThat(queue.await()).startsWith("a", "b by " + own);
    }
  }

  @Test
  void whatIsThrownBesideEndsTheTaskAndNothingElseBegins() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch fails = new CountDownLatch(1);
    try (FinishingQueue<String> queue = queue(2, 9)) {
      add(
          queue,
          "a",
          () -> {
            begun.countDown();
            await(fails);
            throw new UserException("Cannot write x: gone");
          });
      await(begun);
      add(
          queue,
          "b",
          () -> {
            throw new AssertionError("it is not to begin");
          });
      fails.countDown();
      awaitEnds(2);
      assertThatThrownBy(queue::await)
          .isInstanceOf(UserException.class)
          .hasMessage("Cannot write x: gone");
    }
    assertThat(ended).containsExactlyInAnyOrder("a", "b");
    assertThat(busy).hasValue(0);
  }

  @Test
  void theOwnerHearsOfAFailureWithTheNextStageThatItAdds() throws InterruptedException {
    CountDownLatch added = new CountDownLatch(1);
    try (FinishingQueue<String> queue = queue(2, 9)) {
      add(
          queue,
          "a",
          () -> {
            await(added);
            throw new IllegalStateException("boom");
          });
      added.countDown();
      awaitEnds(1);
      assertThatThrownBy(
              () ->
                  add(
                      queue,
                      "b",
                      () -> {
                        throw new AssertionError("it is not to begin");
                      }))
          .hasMessage("boom");
      assertThatThrownBy(queue::await).hasMessage("boom");
    }
    assertThat(ended).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void anErrorIsThrownAsItIs() {
    try (FinishingQueue<String> queue = queue(1, 9)) {
      assertThatThrownBy(
              () ->
                  add(
                      queue,
                      "a",
                      () -> {
                        throw new AssertionError("power failure");
                      }))
          .isInstanceOf(AssertionError.class)
          .hasMessage("power failure");
    }
  }

  @Test
  void nothingOutlivesAQueueThatIsClosedEarly() {
    CountDownLatch begun = new CountDownLatch(1);
    Thread owner = Thread.currentThread();
    try (FinishingQueue<String> queue = queue(2, 9)) {
      add(
          queue,
          "a",
          () -> {
            begun.countDown();
            while (owner.getState() == Thread.State.RUNNABLE) {
              Thread.onSpinWait();
            }
            return "a";
          });
      await(begun);
      add(
          queue,
          "b",
          () -> {
            throw new AssertionError("it is not to begin");
          });
    }
    assertThat(ended).containsExactlyInAnyOrder("a", "b");
    assertThat(busy).hasValue(0);
  }

  @Test
  void anInterruptionWhileItWaitsReachesThoseWhoFinish() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (FinishingQueue<String> queue = queue(2, 9)) {
      add(
          queue,
          "a",
          () -> {
            begun.countDown();
            await(never);
            return "a";
          });
      await(begun);
      Thread.currentThread().interrupt();
      assertThatThrownBy(queue::await)
          .isInstanceOf(StageInterruptedException.class)
          .hasMessage("while its stages were finished");
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).containsExactly("a");
    assertThat(busy).hasValue(0);
  }

  @Test
  void helpersLeaveTheirCoreToATaskThatBegins() {
    SpareCores cores = new SpareCores(busy, 2);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch another = new CountDownLatch(1);
    String own = Thread.currentThread().getName();
    try (FinishingQueue<String> queue = new FinishingQueue<>(cores, 9)) {
      add(
          queue,
          "a",
          () -> {
            begun.countDown();
            await(another);
            return "a";
          });
      await(begun);
      cores.begin();
      add(queue, "b");
      add(
          queue,
          "c",
          () -> {
            another.countDown();
            return "c by " + Thread.currentThread().getName();
          });
      add(queue, "d");
      assertThat(queue.await()).containsExactly("a", "b by " + own, "c by " + own, "d by " + own);
    }
    assertThat(busy).as("the other task").hasValue(1);
  }

  @Test
  void manyStagesEndOnceEachInTheirOrder() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      names.add("stage " + i);
    }
    try (FinishingQueue<String> queue = queue(4, 5)) {
      names.forEach(name -> add(queue, name, () -> name));
      assertThat(queue.await()).isEqualTo(names);
    }
    assertThat(ended).containsExactlyInAnyOrderElementsOf(names);
    assertThat(busy).hasValue(0);
  }
}
