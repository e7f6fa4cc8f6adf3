package io.facesweep.tables;

import java.util.Locale;

/** What can be said of an effect. */
public enum EffectVerdict {
  /** The level is better, by a metric of which one end is. */
  BETTER,
  WORSE,
  /** The level has more, by a metric that describes; or an interaction is positive. */
  LARGER,
  SMALLER,
  /** The test does not tell it from chance. */
  UNCLEAR,
  /** The trials of every pair have the same value. */
  UNCHANGED,
  /** No test can tell so few pairs from chance. */
  TOO_FEW_PAIRS,
  /** No two trials can be compared. */
  NO_PAIRS;

  /** Returns the words in the table of effects, e.g. {@code better}, {@code too few pairs}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
