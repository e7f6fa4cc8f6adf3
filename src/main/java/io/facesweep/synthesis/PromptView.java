package io.facesweep.synthesis;

/**
 * What a prompt says of the view (DreamFusion, arXiv 2209.14988, section 3.2; the angles are those
 * of FaceG2E's code).
 */
public enum PromptView {
  /** Nothing: view-dependent prompts are off. */
  NONE(""),
  FRONT("front"),
  SIDE("side"),
  BACK("back");

  private final String word;

  PromptView(String word) {
    this.word = word;
  }

  /**
   * The view of an azimuth.
   *
   * @param azimuth degrees, any turn; [-45, 45] is front, (135, 225) back, the rest side
   */
  public static PromptView of(double azimuth) {
    double turned = azimuth % 360;
    double wrapped = turned < 0 ? turned + 360 : turned; // [0, 360)
    if (wrapped <= 45 || wrapped >= 315) {
      return FRONT;
    }
    return wrapped > 135 && wrapped < 225 ? BACK : SIDE;
  }

  /** The prompt with the view's words: {@code "a man, front view"}. */
  public String apply(String prompt) {
    return this == NONE ? prompt : "%s, %s view".formatted(prompt, word);
  }

  /** The word in step records: {@code none}, {@code front}, {@code side}, {@code back}. */
  public String text() {
    return this == NONE ? "none" : word;
  }
}
