package io.facesweep.settings;

/** How a prompt names the view. */
public enum ViewWords implements Choice {
  /** {@code "a man, front view"}: DreamFusion, FaceG2E's code. */
  VIEW("%s, %s view"),
  /** {@code "a man from the front view"}: FaceG2E's paper. */
  FROM_THE_VIEW("%s from the %s view");

  private final String format;

  ViewWords(String format) {
    this.format = format;
  }

  /** Returns a prompt that names a view, such as {@code front}. */
  public String apply(String prompt, String view) {
    return format.formatted(prompt, view);
  }
}
