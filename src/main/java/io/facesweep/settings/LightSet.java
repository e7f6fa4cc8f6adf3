package io.facesweep.settings;

/** Which sixteen lights the presets are. */
public enum LightSet implements Choice {
  /** Ambient light and one directional light, from sixteen directions. */
  DIRECTIONAL,
  /** Those of FaceG2E's code: ambient light and soft light from in front and above. */
  FACEG2E
}
