package io.facesweep.settings;

/** Which levels of an axis are compared. */
public enum Contrasts implements Choice {
  /** Each with the baseline; the default. */
  BASELINE,
  /** Any two. */
  ALL
}
