package io.facesweep.run;

import io.facesweep.settings.BatchKey;
import java.util.HashMap;
import java.util.Map;

/** What a JVM has learnt of a device and the models on it. Safe for threads. */
public final class DeviceExperience {
  private final Map<BatchKey, Integer> most = new HashMap<>();
  private boolean hasWorked;

  /** How many stages of a shape may run at once. */
  public synchronized int most(BatchKey shape) {
    return most.getOrDefault(shape, Integer.MAX_VALUE);
  }

  /** So many stages were too many for its memory: from now on half of them run at once. */
  public synchronized void tooMany(BatchKey shape, int stages) {
    most.merge(shape, Math.max(1, stages / 2), Math::min);
  }

  /** Stages have come to their end on it. */
  public synchronized void work() {
    hasWorked = true;
  }

  /** Whether anything has come to its end on it. */
  public synchronized boolean hasWorked() {
    return hasWorked;
  }
}
