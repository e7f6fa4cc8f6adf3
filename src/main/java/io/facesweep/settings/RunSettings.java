package io.facesweep.settings;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a sweep is run, keys {@code run.*}. None of them changes a result, nor a stage's identity.
 *
 * @param onFailure default {@code continue}
 * @param shareStages whether trials that differ only in their texture settings share one geometry
 *     stage; default true. With false every trial runs all its phases itself.
 * @param retryFailed whether a run tries again what has failed in an earlier one; default false
 * @param trialTimeLimit a trial that takes longer has failed; {@code none}, the default, is zero
 * @param save what a trial saves
 */
public record RunSettings(
    OnFailure onFailure,
    boolean shareStages,
    boolean retryFailed,
    Duration trialTimeLimit,
    SaveSettings save)
    implements Serializable {

  /** True unless {@code trial-time-limit = none}. */
  public boolean hasTimeLimit() {
    return !trialTimeLimit.isZero();
  }
}
