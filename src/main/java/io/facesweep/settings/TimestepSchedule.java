package io.facesweep.settings;

/**
 * How the diffusion timestep moves over the steps of a phase. T is the checkpoint's number of
 * timesteps.
 */
public enum TimestepSchedule implements Choice {
  /** Falls linearly from t-max T to t-min T (FaceG2E: "crucial for stability"). */
  LINEAR,
  /** Drawn at each step, uniform in [t-min T, t-max T] (DreamFusion). */
  UNIFORM,
  /**
   * Falls along the weighted schedule of DreamTime, arXiv 2306.12422, within [t-min T, t-max T].
   */
  DREAMTIME
}
