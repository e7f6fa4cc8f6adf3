package io.facesweep.tables;

import java.util.Locale;

/** What is independent of each other in a comparison. */
public enum UnitKind {
  PROMPT,
  /** The seeds of one prompt, where there is one. */
  SEED;

  /** Returns the name in the table of effects: {@code prompt}, {@code seed}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
