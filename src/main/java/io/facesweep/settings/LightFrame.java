package io.facesweep.settings;

/** What a drawn light stands still with. */
public enum LightFrame implements Choice {
  /** The camera, whose azimuth it turns with: no view is left in the dark. */
  CAMERA,
  /** The head: light from its front leaves its back dark (FaceG2E's code). */
  HEAD
}
