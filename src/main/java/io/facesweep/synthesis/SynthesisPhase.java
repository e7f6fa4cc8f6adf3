package io.facesweep.synthesis;

import java.util.Locale;

/** A phase of a trial, as steps, failures and pictures name it. */
public enum SynthesisPhase {
  GEOMETRY,
  TEXTURE,
  JOINT;

  /** The name in tables and messages: {@code geometry}, {@code texture}, {@code joint}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
