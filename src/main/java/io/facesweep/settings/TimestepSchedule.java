package io.facesweep.settings;

/**
 * How the diffusion timestep moves over the steps of a phase. T is the checkpoint's number of
 * timesteps.
 */
public enum TimestepSchedule implements Choice {
  /** Falls linearly from t-max T to t-min T (FaceG2E: "crucial for stability"). */
  LINEAR,
  /**
   * Falls linearly from t-max T, rounded down, and would be at t-min T one step after the last
   * (FaceG2E's code).
   */
  LINEAR_OPEN,
  /** Drawn at each step, uniform in [t-min T, t-max T] (DreamFusion). */
  UNIFORM,
  /**
   * Falls along the weighted schedule of DreamTime, arXiv 2306.12422, within [t-min T, t-max T].
   */
  DREAMTIME,
  /** Falls with the square root of the step, fast at first (HiFA, arXiv 2305.18766). */
  SQUARE_ROOT,
  /** Falls along half a wave of the cosine, fast in the middle. */
  COSINE,
  /** Falls linearly, with a shift that is drawn at each step. */
  LINEAR_JITTER,
  /**
   * Drawn at each step, uniform from t-min T to a bound that falls linearly from t-max T to
   * t-max-end T (threestudio; ProlificDreamer, arXiv 2305.16213, lowers it once).
   */
  ANNEALED
}
