package io.facesweep.settings;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a sweep is run, keys {@code run.*}. None of them changes a result, nor a stage's identity.
 */
public record RunSettings(
    @Setting(doc = "when a trial fails: continue or stop", byDefault = "continue")
        OnFailure onFailure,
    @Setting(doc = "trials that differ only in texture share their geometry", byDefault = "true")
        boolean shareStages,
    @Setting(doc = "try again what failed in an earlier run", byDefault = "false")
        boolean retryFailed,
    @Setting(doc = "a trial that takes longer has failed", byDefault = "none")
        Duration trialTimeLimit,
    @Setting(
            doc =
                "ends the sweep early: none, or decided (at half and three quarters of the prompts,"
                    + " if every comparison of analysis.confirmatory is decided)",
            byDefault = "none")
        StopWhen stopWhen,
    @Setting(
            doc =
                "how often the report is written while the sweep runs, at most; without it at its"
                    + " end",
            byDefault = "none")
        Duration reportEvery,
    @Block SaveSettings save)
    implements Serializable {

  /** True unless {@code trial-time-limit = none}. */
  public boolean hasTimeLimit() {
    return !trialTimeLimit.isZero();
  }
}
