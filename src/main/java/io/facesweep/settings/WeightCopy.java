package io.facesweep.settings;

/** Which of the two sets of weights of a single-file diffusion model. */
public enum WeightCopy implements Choice {
  /** Those of the last training step, or the only ones. */
  PLAIN,
  /** Their moving average, {@code model_ema.*}. */
  EMA
}
