package io.facesweep.synthesis;

import io.facesweep.render.Camera;
import io.facesweep.settings.ViewSettings;
import io.facesweep.settings.ViewWords;

/**
 * What a prompt says of the view (DreamFusion, arXiv 2209.14988, section 3.2; the angles are those
 * of FaceG2E's code).
 */
public enum PromptView {
  /** Nothing: view-dependent prompts are off. */
  NONE(""),
  FRONT("front"),
  SIDE("side"),
  BACK("back"),
  OVERHEAD("overhead");

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

  /** Returns the view of a camera by the angles that settings give. */
  static PromptView of(Camera camera, ViewSettings settings) {
    if (camera.elevation() > settings.overheadAngle()) {
      return OVERHEAD;
    }
    double aside = aside(camera.azimuth());
    if (aside <= settings.frontAngle()) {
      return FRONT;
    }
    return aside > settings.backAngle() ? BACK : SIDE;
  }

  /** Returns how far an azimuth is from the front, to either hand: degrees in [0, 180]. */
  static double aside(double azimuth) {
    double turned = Math.abs(azimuth) % 360;
    return Math.min(turned, 360 - turned);
  }

  /** The prompt with the view's words: {@code "a man, front view"}. */
  public String apply(String prompt) {
    return apply(prompt, ViewWords.VIEW);
  }

  /** The prompt with the view in other words. */
  String apply(String prompt, ViewWords words) {
    return this == NONE ? prompt : words.apply(prompt, word);
  }

  /**
   * The word in step records: {@code none}, {@code front}, {@code side}, {@code back}, {@code
   * overhead}.
   */
  public String text() {
    return this == NONE ? "none" : word;
  }
}
