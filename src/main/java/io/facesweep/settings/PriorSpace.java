package io.facesweep.settings;

/** What a texture prior scores in image-space steps; in latent space there are latents alone. */
public enum PriorSpace implements Choice {
  /** The latents that are optimised. */
  LATENT,
  /** The decoded texture, encoded: the gradient goes through the VAE both ways (FaceG2E's code). */
  IMAGE
}
