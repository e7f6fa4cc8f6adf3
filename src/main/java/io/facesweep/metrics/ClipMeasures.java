package io.facesweep.metrics;

import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which metrics a CLIP model's answers about renders and prompts are.
 *
 * @param score of the trial's own prompt
 * @param precision whether that is the highest
 * @param namedScore the same of a model with a name
 * @param namedPrecision the same of a model with a name
 */
record ClipMeasures(
    Metric score,
    Metric precision,
    NamedMetrics.Kind namedScore,
    NamedMetrics.Kind namedPrecision) {
  static final ClipMeasures TEXTURED =
      new ClipMeasures(
          Metrics.CLIP_SCORE,
          Metrics.CLIP_PRECISION,
          NamedMetrics.CLIP_SCORE,
          NamedMetrics.CLIP_PRECISION);
  static final ClipMeasures GREY =
      new ClipMeasures(
          Metrics.GEOMETRY_CLIP_SCORE,
          Metrics.GEOMETRY_CLIP_PRECISION,
          NamedMetrics.GEOMETRY_CLIP_SCORE,
          NamedMetrics.GEOMETRY_CLIP_PRECISION);

  /** Returns those of a model: the one of {@code models.clip} has the plain names. */
  ClipMeasures of(String name) {
    return name.equals(Judges.CLIP)
        ? this
        : new ClipMeasures(
            namedScore.of(name), namedPrecision.of(name), namedScore, namedPrecision);
  }

  /**
   * Asks a model.
   *
   * @param renders views of the head from {@link TrialMetrics#AROUND}
   * @param asked which metrics the answers are
   * @param found gets them
   */
  static void measure(
      ImageTextSimilarity clip,
      TrialScene scene,
      Tensor renders,
      ClipMeasures asked,
      Findings found) {
    List<String> texts = new ArrayList<>(List.of(scene.prompt()));
    texts.addAll(scene.rivals());
    double[][] byText = clip.cosines(renders, texts);
    double[] means =
        Arrays.stream(byText)
            .map(JudgeException::requireFinite)
            .mapToDouble(cosines -> Arrays.stream(cosines).average().orElseThrow())
            .toArray();
    found.put(asked.score(), 100 * means[0]);
    double[] own = Arrays.stream(byText[0]).map(cosine -> 100 * cosine).toArray();
    found.see(ViewValue.of(asked.score().name(), TrialMetrics.AROUND, TrialMetrics.ELEVATION, own));
    if (means.length > 1) {
      boolean best = Arrays.stream(means).skip(1).allMatch(rival -> means[0] > rival);
      found.put(asked.precision(), best ? 1.0 : 0.0);
      Map<String, Double> byPrompt = new LinkedHashMap<>();
      for (int i = 0; i < means.length; i++) {
        byPrompt.put(texts.get(i), -means[i]);
      }
      found.putErrors(asked.precision(), byPrompt);
    }
  }
}
