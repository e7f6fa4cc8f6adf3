package io.facesweep.render;

/** The axes of a normal map. */
public enum NormalSpace {
  /** +X right of the viewer of the front, +Y up, +Z where the face looks. */
  WORLD,
  /** +X right, +Y up, +Z towards the camera. */
  CAMERA
}
