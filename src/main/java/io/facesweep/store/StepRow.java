package io.facesweep.store;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One step of one stage, as the table of steps has it.
 *
 * @param phase {@code geometry}, {@code texture}, {@code joint}
 * @param step from 0 within the phase
 * @param timestep of the diffusion model
 * @param gradientNorm L2 norm of the score distillation gradient
 * @param terms other numbers by name, sorted
 * @param nonFinite values that were NaN or infinite
 * @param seconds the stage's share of the step
 * @param azimuth of the view, degrees
 * @param elevation of the view, degrees
 * @param view the word that the prompt had for the view
 */
public record StepRow(
    String phase,
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
  public StepRow {
    terms = Collections.unmodifiableMap(new TreeMap<>(terms));
  }
}
