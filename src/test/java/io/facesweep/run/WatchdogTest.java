package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(10);
  private final AtomicBoolean leftBehind = new AtomicBoolean();

  private Watchdog watchdog(Duration limit) {
    return new Watchdog(limit, SHORT, () -> leftBehind.set(true));
  }

  @Test
  void withoutALimitWorkRunsOnTheCallersThread() {
    assertThat(watchdog(Duration.ZERO).run(1, Thread::currentThread))
        .isSameAs(Thread.currentThread());
    assertThat(watchdog(LONG).run(1, Thread::currentThread)).isNotSameAs(Thread.currentThread());
  }

  @Test
  void whatWorkThrowsIsThrown() {
    assertThatThrownBy(
            () ->
                watchdog(LONG)
                    .run(
                        1,
                        () -> {
                          throw new IllegalArgumentException("went off");
                        }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("went off");
    assertThatThrownBy(
            () ->
                watchdog(LONG)
                    .run(
                        1,
                        () -> {
                          throw new OutOfMemoryError("Java heap space");
                        }))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void workThatHangsIsInterruptedAndGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                watchdog(Duration.ofSeconds(1))
                    .run(
                        1,
                        () -> {
                          try {
                            never.await();
                          } catch (InterruptedException e) {
                            interrupted.set(true);
                          }
                          return "";
                        }))
        .isInstanceOf(TimeLimit.ExceededException.class)
        .hasMessage(
            "took longer than run.trial-time-limit, which is 1 s, and hung: it was given up");
    assertThat(interrupted).isTrue();
    assertThat(leftBehind).isFalse();
  }

  @Test
  void workThatDoesNotHeedAnInterruptIsLeftBehind() {
    AtomicBoolean end = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                watchdog(SHORT)
                    .run(
                        1,
                        () -> {
                          while (!end.get()) {
                            Thread.onSpinWait();
                          }
                          return "";
                        }))
        .isInstanceOf(TimeLimit.ExceededException.class);
    assertThat(leftBehind).isTrue();
    end.set(true);
  }
}
