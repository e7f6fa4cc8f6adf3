package io.facesweep.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Takes what executors send to the sweep that this process drives. */
final class DriverInbox implements AutoCloseable {
  private static final AtomicReference<@Nullable DriverInbox> CURRENT = new AtomicReference<>();

  private final LostStages lost;
  private final SweepProgress progress;

  private DriverInbox(LostStages lost, SweepProgress progress) {
    this.lost = lost;
    this.progress = progress;
  }

  /** Messages go to these until it is closed. */
  static DriverInbox open(LostStages lost, SweepProgress progress) {
    DriverInbox inbox = new DriverInbox(lost, progress);
    CURRENT.set(inbox);
    return inbox;
  }

  /** The answer to a message. */
  static Object receive(ExecutorMessage message) {
    DriverInbox inbox = CURRENT.get();
    List<String> refused = inbox == null ? List.of() : inbox.answer(message);
    return new ArrayList<>(refused);
  }

  private List<String> answer(ExecutorMessage message) {
    if (message instanceof ExecutorMessage.Begin begin) {
      return lost.begin(begin.stages());
    } else if (message instanceof ExecutorMessage.Step step) {
      progress.add(step);
    } else if (message instanceof ExecutorMessage.End end) {
      progress.end(end.task());
    }
    return List.of();
  }

  @Override
  public void close() {
    CURRENT.compareAndSet(this, null);
  }
}
