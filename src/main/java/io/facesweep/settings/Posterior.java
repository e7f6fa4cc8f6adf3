package io.facesweep.settings;

/** What image-space guidance takes of the VAE encoder's posterior. */
public enum Posterior implements Choice {
  /** The mean: no noise of its own. */
  MEAN,
  /** A sample, mean + std * noise, as Stable Diffusion's training and FaceG2E's code draw it. */
  SAMPLE
}
