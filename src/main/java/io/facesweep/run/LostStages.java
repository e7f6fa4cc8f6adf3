package io.facesweep.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts how often stages began and did not end, because their executor was lost: one that takes
 * its executor with it each time must not take the whole sweep. Safe for threads.
 */
public final class LostStages {
  /** How many executors a stage may cost. */
  static final int MAX_ATTEMPTS = 3;

  private final Map<String, Integer> begun = new HashMap<>();

  /** Stages are about to run; returns those of them that have cost enough executors. */
  public synchronized List<String> begin(List<String> stages) {
    List<String> refused = new ArrayList<>();
    for (String stage : stages) {
      if (begun.merge(stage, 1, Integer::sum) > MAX_ATTEMPTS) {
        refused.add(stage);
      }
    }
    return refused;
  }

  /** A stage has ended, well or not. */
  public synchronized void end(String stage) {
    begun.remove(stage);
  }
}
