package io.facesweep.render;

/** Which triangles are drawn. */
public enum Culling {
  /** Both sides: right for open meshes. */
  NONE,
  /**
   * Only triangles whose vertices run counter-clockwise in the image: right for closed meshes, and
   * faster.
   */
  BACK
}
