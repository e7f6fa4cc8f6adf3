package io.facesweep.settings;

/** The animation that is saved of each phase. */
public enum Animation implements Choice {
  GIF,
  NONE
}
