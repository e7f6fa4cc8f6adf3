package io.facesweep.settings;

/** The light of the renders. */
public enum LightMode implements Choice {
  /**
   * At each step one of 16 presets of nine spherical-harmonics coefficients a channel, drawn at
   * random (FaceG2E).
   */
  PRESETS,
  /** One constant light from everywhere: the albedo is seen as it is. */
  AMBIENT
}
