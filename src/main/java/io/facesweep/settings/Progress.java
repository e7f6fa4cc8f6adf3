package io.facesweep.settings;

/** How a run reports its progress. */
public enum Progress implements Choice {
  /** A bar on a terminal, lines elsewhere; the default. */
  AUTO,
  BAR,
  LINES,
  NONE
}
