package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.plan.Stage;
import io.facesweep.plan.Start;
import io.facesweep.store.Measures;
import io.facesweep.tensor.Device;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ModelHolderTest {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final ModelHolder holder = new ModelHolder();

  @Test
  void tasksShareOneRunnerForEachKey() throws Exception {
    try (ModelHolder.Lease first = lease("a");
        ModelHolder.Lease second = lease("a")) {
      assertThat(second.runner()).isSameAs(first.runner());
    }
    lease("a").close();
    assertThat(events).containsExactly("open a");
  }

  @Test
  void eachDeviceHasARunnerOfItsOwn() throws Exception {
    try (ModelHolder.Lease first = holder.lease(new Device(0), "a", runner("a on 0"));
        ModelHolder.Lease second = holder.lease(new Device(1), "a", runner("a on 1"))) {
      assertThat(second.runner()).isNotSameAs(first.runner());
    }
    holder.closeIdle();
    assertThat(events)
        .containsExactly("open a on 0", "open a on 1", "close a on 0", "close a on 1");
  }

  @Test
  void anotherKeyClosesWhatNobodyUses() throws Exception {
    lease("a").close();
    lease("b").close();
    assertThat(events).containsExactly("open a", "close a", "open b");
    holder.closeIdle();
    assertThat(events).endsWith("close b");
  }

  @Test
  @Timeout(60)
  void anotherKeyWaitsForWhoUsesTheDevice() throws Exception {
    ModelHolder.Lease first = lease("a");
    ModelHolder.Lease second = lease("a");
    Thread other =
        new Thread(
            () -> {
              try {
                lease("b").close();
              } catch (InterruptedException e) {
                events.add("interrupted");
              }
            });
    other.start();
    awaitWaiting(other);
    first.close();
    awaitWaiting(other);
    assertThat(events).containsExactly("open a");
    second.close();
    other.join();
    assertThat(events).containsExactly("open a", "close a", "open b");
  }

  @Test
  @Timeout(60)
  void whoWaitsCanBeInterrupted() throws Exception {
    try (ModelHolder.Lease used = lease("a")) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> lease("b")).isInstanceOf(InterruptedException.class);
      assertThat(used.runner()).isNotNull();
    }
    assertThat(events).containsExactly("open a");
  }

  @Test
  void whatIsAbandonedIsNotClosed() throws Exception {
    try (ModelHolder.Lease lease = lease("a")) {
      lease.experience().work();
    }
    assertThat(holder.abandon(Device.CPU).hasWorked()).isTrue();
    assertThat(holder.abandon(new Device(0)).hasWorked()).isFalse();
    holder.closeIdle();
    lease("a").close();
    assertThat(events).containsExactly("open a", "open a");
  }

  private ModelHolder.Lease lease(String key) throws InterruptedException {
    return holder.lease(Device.CPU, key, runner(key));
  }

  private static void awaitWaiting(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
  }

  private Supplier<StageRunner> runner(String name) {
    return () -> {
      events.add("open " + name);
      return new StageRunner() {
        @Override
        public List<SteppedStage> run(StageBatch batch, BatchProgress progress) {
          return List.of();
        }

        @Override
        public Measures measure(Stage stage, StoredResult result, long nonFinite) {
          throw new AssertionError("it only computes");
        }

        @Override
        public Measures measure(Start start) {
          throw new AssertionError("it only computes");
        }

        @Override
        public void close() {
          events.add("close " + name);
        }
      };
    };
  }
}
