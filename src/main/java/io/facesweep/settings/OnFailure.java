package io.facesweep.settings;

/** What a sweep does when a trial fails. */
public enum OnFailure implements Choice {
  /** It records the failure and goes on; the default. */
  CONTINUE,
  /** It starts nothing more, and ends when what is running has ended. */
  STOP
}
