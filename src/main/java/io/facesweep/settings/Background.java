package io.facesweep.settings;

/** What is behind the head in the renders of a phase. */
public enum Background implements Choice {
  /** The phase's own colour, or the grey level of all renders. */
  FIXED,
  BLACK,
  /** A colour that is drawn at each step, so that none is a part of the head. */
  RANDOM
}
