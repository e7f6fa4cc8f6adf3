package io.facesweep.metrics;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What the diffusion model itself says of images and texts. */
public final class TextMetrics {
  private TextMetrics() {}

  /** {@link Metrics#FIT_TEXT}. */
  public static double alignment(DenoisingProbe probe, String prompt) {
    return probe.error("") - probe.error(prompt);
  }

  /**
   * {@link Metrics#FIT_TEXT_PRECISION}.
   *
   * @param rivals other prompts, at least one
   * @return 1 if the prompt's error is the lowest, else 0
   */
  public static double precision(DenoisingProbe probe, String prompt, List<String> rivals) {
    if (rivals.isEmpty()) {
      throw new IllegalArgumentException("Invalid rivals: none (expected at least one prompt)");
    }
    double own = probe.error(prompt);
    return rivals.stream().allMatch(rival -> own < probe.error(rival)) ? 1 : 0;
  }

  /**
   * {@link Metrics#FIT_VIEW}.
   *
   * @param probe of images that do not show the front
   * @param right for each image the prompt that names its view
   * @param front the prompt that says "front view"
   */
  public static double fitView(DenoisingProbe probe, List<String> right, String front) {
    return Arrays.stream(fitViews(probe, right, front)).average().orElse(Double.NaN);
  }

  /** Returns what {@link #fitView} is the mean of, for each image. */
  static double[] fitViews(DenoisingProbe probe, List<String> right, String front) {
    List<double[]> errors = probe.answers(List.of(right, Collections.nCopies(right.size(), front)));
    double[] asRight = errors.get(0);
    double[] asFront = errors.get(1);
    double[] differences = new double[asFront.length];
    for (int i = 0; i < asFront.length; i++) {
      differences[i] = asRight[i] - asFront[i];
    }
    return differences;
  }
}
