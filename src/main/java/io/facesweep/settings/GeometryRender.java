package io.facesweep.settings;

/** What the geometry phase shows to the diffusion model. */
public enum GeometryRender implements Choice {
  /** The lit render with one grey albedo everywhere. */
  GREY,
  /** The map of the camera-space normals. */
  NORMAL,
  /**
   * At each step one of the two, normals with probability {@code geometry.normal-probability}
   * (FaceG2E's code).
   */
  MIX
}
