package io.facesweep.run;

import io.facesweep.synthesis.StepListener;
import io.facesweep.synthesis.StepRecord;
import io.facesweep.synthesis.TrialSpec;
import java.time.Duration;

/** Ends a batch that takes longer, for each of its trials, than a trial may. Looks at each step. */
public final class TimeLimit implements StepListener {
  /** What failures by it are called. */
  public static final String NAME = "TimeLimit";

  private final Duration limit;
  private final long endNanos;

  /** What it ends a batch with. */
  public static final class ExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExceededException(String message) {
      super(message);
    }
  }

  /**
   * @param limit for one trial; zero for none
   * @param trials how many run in lockstep
   */
  TimeLimit(Duration limit, int trials) {
    this.limit = limit;
    this.endNanos = System.nanoTime() + limit.multipliedBy(trials).toNanos();
  }

  @Override
  public void onStep(TrialSpec trial, StepRecord record, int steps) {
    if (!limit.isZero() && System.nanoTime() - endNanos > 0) {
      throw new ExceededException(
          "took longer than run.trial-time-limit, which is %d s: ended after step %d of %d"
              .formatted(limit.toSeconds(), record.step() + 1, steps));
    }
  }
}
