package io.facesweep.settings;

/** What the diffusion model's UNet predicts. */
public enum Prediction implements Choice {
  /** What the configuration of its schedule says. */
  AUTO,
  /** The noise: Stable Diffusion 1.x, and 2.x of 512 pixels. */
  EPSILON,
  /** The velocity: Stable Diffusion 2.x of 768 pixels. */
  V_PREDICTION
}
