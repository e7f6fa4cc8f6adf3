package io.facesweep.diffusion;

/** What a UNet was trained to predict. */
public enum PredictionType {
  /** The noise. */
  EPSILON,
  /** The velocity, sqrt(abar) noise - sqrt(1 - abar) latents (Salimans and Ho 2022). */
  V_PREDICTION
}
