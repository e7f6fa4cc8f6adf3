package io.facesweep.assets;

import java.util.Locale;

/** The ways in which a view shows a head. */
public enum ViewShade {
  /** The mesh alone. */
  GREY,
  /** The mesh with its texture. */
  TEXTURED;

  /** Returns the word in file names: {@code grey}, {@code textured}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
