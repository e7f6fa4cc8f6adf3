package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ModelHolderTest {
  private final List<String> events = new ArrayList<>();
  private final ModelHolder holder = new ModelHolder();

  @Test
  void tasksShareOneRunnerForEachKey() {
    try (ModelHolder.Lease first = holder.lease("a", runner("a"));
        ModelHolder.Lease second = holder.lease("a", runner("a"))) {
      assertThat(second.runner()).isSameAs(first.runner());
    }
    holder.lease("a", runner("a")).close();
    assertThat(events).containsExactly("open a");
  }

  @Test
  void anotherKeyClosesWhatNobodyUses() {
    holder.lease("a", runner("a")).close();
    try (ModelHolder.Lease b = holder.lease("b", runner("b"));
        ModelHolder.Lease c = holder.lease("c", runner("c"))) {
      assertThat(c.runner()).isNotSameAs(b.runner());
      assertThat(events).containsExactly("open a", "close a", "open b", "open c");
    }
    holder.closeIdle();
    assertThat(events).endsWith("close b", "close c");
  }

  @Test
  void whatIsAbandonedIsNotClosed() {
    try (ModelHolder.Lease lease = holder.lease("a", runner("a"))) {
      lease.experience().work();
    }
    assertThat(holder.abandon("a").hasWorked()).isTrue();
    assertThat(holder.abandon("never opened").hasWorked()).isFalse();
    holder.closeIdle();
    holder.lease("a", runner("a")).close();
    assertThat(events).containsExactly("open a", "open a");
  }

  private Supplier<StageRunner> runner(String name) {
    return () -> {
      events.add("open " + name);
      return new StageRunner() {
        @Override
        public List<StageOutcome> run(StageBatch batch, BatchProgress progress) {
          return List.of();
        }

        @Override
        public void close() {
          events.add("close " + name);
        }
      };
    };
  }
}
