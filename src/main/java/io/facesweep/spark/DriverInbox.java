package io.facesweep.spark;

import io.facesweep.run.LostStages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes what executors send to the sweep that this process drives. */
final class DriverInbox implements AutoCloseable {
  private static final AtomicReference<@Nullable DriverInbox> CURRENT = new AtomicReference<>();

  private final LostStages lost;
  private final SweepProgress progress;
  private final Consumer<ExecutorMessage.Broken> broken;

  private DriverInbox(
      LostStages lost, SweepProgress progress, Consumer<ExecutorMessage.Broken> broken) {
    this.lost = lost;
    this.progress = progress;
    this.broken = broken;
  }

  /** Messages go to these until it is closed. */
  static DriverInbox open(
      LostStages lost, SweepProgress progress, Consumer<ExecutorMessage.Broken> broken) {
    DriverInbox inbox = new DriverInbox(lost, progress, broken);
    CURRENT.set(inbox);
    return inbox;
  }

  /** The answer to a message; null for one that wants none. */
  static @Nullable Object receive(ExecutorMessage message) {
    DriverInbox inbox = CURRENT.get();
    if (message instanceof ExecutorMessage.Begin begin) {
      return new ArrayList<>(inbox == null ? List.of() : inbox.lost.begin(begin.stages()));
    } else if (inbox != null && message instanceof ExecutorMessage.Step step) {
      inbox.progress.add(step);
    } else if (inbox != null && message instanceof ExecutorMessage.End end) {
      inbox.progress.end(end.task());
    } else if (inbox != null && message instanceof ExecutorMessage.Broken device) {
      inbox.broken.accept(device);
    }
    return null;
  }

  @Override
  public void close() {
    CURRENT.compareAndSet(this, null);
  }
}
