package io.facesweep.settings;

/**
 * Which end of the depth range a depth ControlNet expects bright. The head fills [0.5, 1], the
 * background is 0.
 */
public enum DepthConvention implements Choice {
  /**
   * Nearer is brighter, as in MiDaS disparity, which the public depth ControlNets were trained on.
   */
  NEAR_BRIGHT,
  /** Farther is brighter. */
  FAR_BRIGHT
}
