package io.facesweep.synthesis;

import java.io.Serializable;

/**
 * Why a trial ended early; its batch mates went on.
 *
 * @param trialId {@link TrialSpec#id()}
 * @param phase where it failed
 * @param step at which, from 0
 * @param timestep of that step
 * @param message what happened, for people; names the trial, the step and the timestep
 */
public record TrialFailure(
    String trialId, SynthesisPhase phase, int step, long timestep, String message)
    implements Serializable {}
