package io.facesweep.metrics;

import io.facesweep.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a CLIP model says of renders without having been trained for the question: which of several
 * texts is the likeliest (Radford et al. 2021, arXiv 2103.00020, section 3.1).
 *
 * @param front text of a face
 * @param side text of a head from the side
 * @param back text of a head from behind
 * @param even text of a face without light in its texture
 * @param shaded text of a face with it
 */
public record ZeroShot(String front, String side, String back, String even, String shaded) {
  /** Largest scale of cosines that CLIP is trained with, and the one it ends at. */
  private static final double SCALE = 100;

  private static final double FIRST_BACK = 90;
  private static final double LAST_BACK = 270;
  private static final List<Double> FACE = List.of(0.0, 45.0, 315.0);

  /**
   * Asks about a textured head.
   *
   * @param name of the model
   * @param renders of its texture without light, from the {@link FaceMeasures#AZIMUTHS}
   * @param found gets the measures
   */
  void measure(String name, ImageTextSimilarity clip, Tensor renders, Findings found) {
    double[][] cosines = clip.cosines(renders, List.of(front, side, back, even, shaded));
    for (double[] ofText : cosines) {
      JudgeException.requireFinite(ofText);
    }
    List<Double> azimuths = FaceMeasures.AZIMUTHS;
    found.put(
        NamedMetrics.ZERO_SHOT_JANUS.of(name),
        IntStream.range(0, azimuths.size())
            .filter(i -> azimuths.get(i) >= FIRST_BACK && azimuths.get(i) <= LAST_BACK)
            .mapToDouble(i -> probability(cosines, i, 0, 3))
            .max()
            .orElseThrow());
    found.put(
        NamedMetrics.ZERO_SHOT_LIGHT.of(name),
        IntStream.range(0, azimuths.size())
            .filter(i -> FACE.contains(azimuths.get(i)))
            .mapToDouble(i -> probability(cosines, i, 3, 5))
            .average()
            .orElseThrow());
  }

  /** The probability of the first of some texts for an image, by softmax. */
  private static double probability(double[][] cosines, int image, int first, int end) {
    double sum = 0;
    for (int text = first; text < end; text++) {
      sum += Math.exp(SCALE * (cosines[text][image] - cosines[first][image]));
    }
    return 1 / sum;
  }
}
