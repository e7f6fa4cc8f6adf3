package io.facesweep.tables;

import java.util.Locale;

/** The kinds of comparisons. */
public enum EffectKind {
  /** A level of a factor against its baseline. */
  MAIN,
  /** How that difference changes with a level of a second factor. */
  INTERACTION;

  /** Returns the name in the table of effects: {@code main}, {@code interaction}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
