package io.facesweep.settings;

/** Where the texture's latents start. */
public enum TextureInit implements Choice {
  /** At the VAE's latents of one fixed texture, {@code texture.init-texture}. */
  FIXED_TEXTURE,
  /** At zero (FaceG2E's default). */
  ZEROS,
  /** At standard normal noise of the trial's seed. */
  NOISE
}
