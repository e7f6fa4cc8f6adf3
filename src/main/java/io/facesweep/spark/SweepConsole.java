package io.facesweep.spark;

/** Where a sweep tells people how it comes along. Called by several threads. */
@FunctionalInterface
public interface SweepConsole {
  /** A line that stays. */
  void say(String line);

  /** A line that takes the place of the one before it; only where {@link #isLive}. */
  default void status(String text) {}

  /** Whether lines can be replaced, as on a terminal. */
  default boolean isLive() {
    return false;
  }
}
