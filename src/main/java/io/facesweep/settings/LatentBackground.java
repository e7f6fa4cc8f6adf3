package io.facesweep.settings;

/** What is behind the head in latent-space steps. */
public enum LatentBackground implements Choice {
  /** The latent of a plain image of {@code views.background}. */
  ENCODED,
  /** Zeros (FaceG2E's code). */
  ZERO
}
