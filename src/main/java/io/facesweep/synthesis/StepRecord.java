package io.facesweep.synthesis;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one trial did in one step.
 *
 * @param phase the phase
 * @param step counts from 0 within the phase
 * @param timestep of the diffusion model, 0 to T - 1
 * @param gradientNorm L2 norm of the score distillation gradient with respect to z, before clipping
 *     and with non-finite values zeroed
 * @param terms other numbers of the step by name, sorted: loss terms ({@code l2}, {@code symmetry},
 *     {@code smoothness}, weighted), {@code prior-gradient-norm}, {@code prior-weight}, {@code
 *     yuv-gradient-norm}, {@code parameter-gradient-norm} (before clipping; {@code
 *     coefficient-gradient-norm} for the coefficients of joint optimisation), {@code learning-rate}
 * @param nonFinite values that were NaN or infinite in the gradients of this step
 * @param seconds the trial's share of the step's wall time: that time / trials in the batch
 * @param azimuth of the view, degrees
 * @param elevation of the view, degrees
 * @param view the word that the prompt had for the view: {@code front}, {@code side}, {@code back},
 *     or {@code none} where prompts do not name it
 */
public record StepRecord(
    SynthesisPhase phase,
    int step,
    long timestep,
    double gradientNorm,
    Map<String, Double> terms,
    long nonFinite,
    double seconds,
    double azimuth,
    double elevation,
    String view)
    implements Serializable {
  public StepRecord {
    terms = Collections.unmodifiableSortedMap(new TreeMap<>(terms));
  }

  /** A term by name; NaN where the step has none of it. */
  public double term(String name) {
    return terms.getOrDefault(name, Double.NaN);
  }
}
