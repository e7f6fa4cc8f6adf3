package io.facesweep.render;

/** Which end of the depth range a depth ControlNet expects to be bright. */
public enum DepthOrder {
  /** The nearest point is 1, the farthest 0.5: as depth estimators such as MiDaS give it. */
  NEAR_BRIGHT,
  /** The farthest point is 1, the nearest 0.5. */
  FAR_BRIGHT
}
