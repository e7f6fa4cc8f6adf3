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
  /** The level is nearer to what trials have before their first step, which scores better still. */
  LESS_CHANGE,
  /** The level is farther from what trials have before their first step, which scores better. */
  MORE_CHANGE,
  /** It is smaller than the bound of what matters. */
  EQUIVALENT,
  /** The test does not tell it from chance. */
  UNCLEAR,
  /** The trials of every pair have the same value. */
  UNCHANGED,
  /** No test of so few prompts can tell it from chance, as many tests as there are. */
  TOO_FEW_PROMPTS,
  /** It is shown and not judged: a cost, or what the optimised model says of its own work. */
  NO_VERDICT,
  /** No two trials can be compared. */
  NO_PAIRS;

  /** Tells whether it says something of the level. */
  public boolean isAnswer() {
    return switch (this) {
      case BETTER, WORSE, LARGER, SMALLER, LESS_CHANGE, MORE_CHANGE, EQUIVALENT -> true;
      case UNCLEAR, UNCHANGED, TOO_FEW_PROMPTS, NO_VERDICT, NO_PAIRS -> false;
    };
  }

  /** Returns the words in the table of effects, e.g. {@code better}, {@code too few prompts}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
