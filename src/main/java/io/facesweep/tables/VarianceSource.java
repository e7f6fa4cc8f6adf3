package io.facesweep.tables;

import java.util.Locale;

/** What trials differ by. */
public enum VarianceSource {
  /** The prompts. */
  PROMPT,
  /** The seeds of a prompt. */
  SEED,
  /** The levels of a factor, over all levels of the others. */
  FACTOR,
  /** How the difference that a factor makes changes with another's levels. */
  INTERACTION,
  /** All else: how factors act on single prompts and seeds, and three and more factors together. */
  REST;

  /**
   * Returns the name in the table of importance: {@code prompt}, {@code seed}, {@code factor},
   * {@code interaction}, {@code rest}.
   */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
