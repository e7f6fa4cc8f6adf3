package io.facesweep.tables;

import org.jspecify.annotations.Nullable;

/** What p values are corrected by for how many tests there are. */
public enum Correction {
  /** They are not, since there is no test. */
  NONE(null),
  /** Holm 1979, for measures that decide: bounds the chance of even one false alarm. */
  HOLM("holm"),
  /** Benjamini and Hochberg 1995, for measures that explore: bounds the share of false alarms. */
  BENJAMINI_HOCHBERG("bh");

  private final @Nullable String text;

  Correction(@Nullable String text) {
    this.text = text;
  }

  /** Returns the name in the table of effects: {@code holm}, {@code bh}; null for none. */
  public @Nullable String text() {
    return text;
  }
}
