package io.facesweep.settings;

/** What the texture phase optimises. */
public enum TextureParameter implements Choice {
  /** The VAE's latents of the texture. */
  LATENT,
  /** Its texels themselves, red, green and blue in [0, 1]; no VAE decodes them (FaceG2E's code). */
  RGB
}
