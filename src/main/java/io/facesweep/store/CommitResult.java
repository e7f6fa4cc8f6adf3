package io.facesweep.store;

/** What became of a stage's record. */
public enum CommitResult {
  /** It is the stage's record now. */
  WON,
  /** Another writer was first; the assets of this attempt are gone. */
  LOST
}
