package io.facesweep.guidance;

/** Which ControlNet a control image is for. */
public enum ControlRole {
  /** Depth renders of the head. */
  DEPTH,
  /** Canny edges of a texture, in UV space. */
  TEXTURE_EDGES
}
