package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.render.Camera;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.TextureWrap;
import io.facesweep.settings.ScorerSettings;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Judges that a configuration gives names, by fakes whose answers are known. */
class NamedJudgesTest {
  private static final FaceModel FACE = FaceModels.open("builtin:head");
  private static final ZeroShot TEXTS = new ZeroShot("front", "side", "back", "even", "shaded");

  private static TrialScene scene(boolean isTextured) {
    float[] albedo = new float[isTextured ? 3 * 32 * 32 : 0];
    Arrays.fill(albedo, 0.25f);
    return new TrialScene(
        MeshTopology.of(FACE.mean()),
        FACE.mean().vertices(),
        new float[0],
        albedo,
        isTextured ? 32 : 0,
        FACE.regions(),
        TextureWrap.REPEAT,
        "a head",
        List.of("another"),
        (prompt, azimuth) -> prompt);
  }

  private static TrialMetrics.Measured measure(
      Map<String, ImageTextSimilarity> clips, List<Scorer> scorers, boolean isTextured) {
    return new TrialMetrics(
            new AnalyticDenoiser(Map.of(), 0.9),
            32,
            new Camera(0, 0, 7, Camera.REFERENCE_FIELD_OF_VIEW, Camera.Point.ORIGIN),
            Device.CPU,
            new Judges(null, clips, TEXTS, scorers, e -> {}))
        .measure(scene(isTextured));
  }

  private static Map<String, Double> values(TrialMetrics.Measured measured) {
    Map<String, Double> byName = new TreeMap<>();
    measured.values().forEach((metric, value) -> byName.put(metric.name(), value));
    return byName;
  }

  /** Answers in the order of the questions, each as long as the pictures asked about. */
  private static final class Numbered implements PictureJudge {
    private final List<Integer> asked = new ArrayList<>();
    private final List<double[]> answers;

    Numbered(double[]... answers) {
      this.answers = List.of(answers);
    }

    @Override
    public List<double[]> answers(Tensor pictures) {
      int count = Math.toIntExact(pictures.shape(0));
      int before = asked.stream().mapToInt(n -> n).sum();
      asked.add(count);
      return answers.subList(before, before + count);
    }
  }

  private static double[][] singles(double... values) {
    return Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
  }

  private static Scorer scorer(PictureJudge judge) {
    return new Scorer("nice", ScorerSettings.Input.TEXTURED, judge);
  }

  @Test
  void aNumberIsAveragedOverEightViews() {
    Numbered judge = new Numbered(singles(9, 1, 1, 1, 1, 1, 1, 1));
    Map<String, Double> values = values(measure(Map.of(), List.of(scorer(judge)), true));
    assertThat(values).containsEntry("scorer_nice", 2.0).containsEntry("front_scorer_nice", 9.0);
    assertThat(values).doesNotContainKey("identity_spread_nice");
    assertThat(judge.asked).containsExactly(1, 7);
  }

  @Test
  void vectorsAreComparedWhereTheFaceIsSeen() {
    double[] one = {2, 0};
    double[] other = {0, 5};
    Numbered judge = new Numbered(one, one, one, one, other);
    Map<String, Double> values = values(measure(Map.of(), List.of(scorer(judge)), true));
    assertThat(values.get("identity_spread_nice"))
        .as("4 of 10 pairs are at right angles")
        .isCloseTo(0.4, within(1e-12));
    assertThat(values).doesNotContainKeys("scorer_nice", "front_scorer_nice");
    assertThat(judge.asked).containsExactly(1, 4);
    double[] opposite = {-1, 0};
    Numbered same = new Numbered(one, one, one, one, one);
    assertThat(values(measure(Map.of(), List.of(scorer(same)), true)))
        .containsEntry("identity_spread_nice", 0.0);
    Numbered far = new Numbered(one, one, one, one, opposite);
    assertThat(values(measure(Map.of(), List.of(scorer(far)), true)).get("identity_spread_nice"))
        .isCloseTo(0.8, within(1e-12));
  }

  @Test
  void aScorerSeesTheRendersThatItAsksFor() {
    PictureJudge brightness =
        pictures -> {
          List<double[]> means = new ArrayList<>();
          for (int i = 0; i < pictures.shape(0); i++) {
            double sum = 0;
            float[] picture = pictures.slice(0, i, i + 1).toFloats();
            for (float value : picture) {
              sum += value;
            }
            means.add(new double[] {sum / picture.length});
          }
          return means;
        };
    Scorer grey = new Scorer("grey", ScorerSettings.Input.GREY, brightness);
    Scorer textured = new Scorer("dark", ScorerSettings.Input.TEXTURED, brightness);
    Map<String, Double> both = values(measure(Map.of(), List.of(grey, textured), true));
    assertThat(both.get("scorer_dark")).isLessThan(both.get("scorer_grey") - 0.02);
    assertThat(values(measure(Map.of(), List.of(grey, textured), false)))
        .containsKey("scorer_grey")
        .doesNotContainKey("scorer_dark");
  }

  @Test
  void wrongAnswersAreNamed() {
    assertThat(errors(new Numbered(singles(1, 1, Double.NaN, 1, 1, 1, 1, 1))))
        .isEqualTo("it gave NaN");
    double[] one = {1, 0};
    assertThat(errors(new Numbered(one, new double[] {1}, one, one, one)))
        .isEqualTo("it gave 1 numbers (expected 2, as for the front)");
    double[] zero = {0, 0};
    assertThat(errors(new Numbered(zero, zero, zero, zero, zero)))
        .isEqualTo("it gave a vector of zeros, which has no direction");
  }

  private static String errors(PictureJudge judge) {
    TrialMetrics.Measured measured = measure(Map.of(), List.of(scorer(judge)), true);
    assertThat(values(measured))
        .doesNotContainKeys("scorer_nice", "front_scorer_nice", "identity_spread_nice")
        .containsKeys("fit_text", "baked_light");
    return measured.judgeErrors().get("scorers.nice");
  }

  /** The cosine of each text with each of the pictures. */
  private static ImageTextSimilarity clip(Map<String, double[]> cosines) {
    return (images, texts) ->
        texts.stream()
            .map(text -> cosines.getOrDefault(text, new double[Math.toIntExact(images.shape(0))]))
            .toArray(double[][]::new);
  }

  @Test
  void eachClipModelHasColumnsOfItsOwn() {
    double[] four = {0.3, 0.3, 0.3, 0.3};
    ImageTextSimilarity first = clip(Map.of("a head", four));
    ImageTextSimilarity second = clip(Map.of("another", four));
    TrialMetrics.Measured measured =
        measure(Map.of(Judges.CLIP, first, "large", second), List.of(), true);
    Map<String, Double> values = values(measured);
    assertThat(values.get("clip_score")).isCloseTo(30, within(1e-9));
    assertThat(values).containsEntry("clip_score_large", 0.0);
    assertThat(values).containsEntry("clip_precision", 1.0);
    assertThat(values).containsEntry("clip_precision_large", 0.0);
    assertThat(values).containsKeys("geometry_clip_score", "geometry_clip_score_large");
    assertThat(values).containsKeys("zero_shot_janus_clip", "zero_shot_janus_large");
    assertThat(measured.promptErrors())
        .containsKey(Metrics.named("clip_precision_large").orElseThrow());
  }

  @Test
  void theMostFaceLikeViewOfTheBackCounts() {
    // 0, 45, 90, 135, 180, 225, 270, 315 degrees; the scale of cosines is 100
    double[] front = {0.5, 0.5, 0, 0.01, 0, 0, 0, 0.5};
    double[] hidden = {0, 0, -1, -1, -1, -1, -1, 0};
    Map<String, Double> values =
        values(measure(Map.of("a", clip(Map.of("front", front, "side", hidden))), List.of(), true));
    assertThat(values.get("zero_shot_janus_a"))
        .as("front against back at 135 degrees")
        .isCloseTo(1 / (1 + Math.exp(-1)), within(1e-9));
    assertThat(values.get("zero_shot_light_a")).as("no text is likelier").isEqualTo(0.5);
    assertThat(values(measure(Map.of("a", clip(Map.of())), List.of(), false)))
        .doesNotContainKeys("zero_shot_janus_a", "zero_shot_light_a");
  }

  @Test
  void evenLightIsAskedOfTheFace() {
    double[] even = {0.01, 0.01, 9, 9, 9, 9, 9, 0.01};
    Map<String, Double> values =
        values(measure(Map.of("a", clip(Map.of("even", even))), List.of(), true));
    assertThat(values.get("zero_shot_light_a")).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-9));
  }

  @Test
  void namedMetricsAreFoundByName() {
    for (NamedMetrics.Kind kind : NamedMetrics.ALL) {
      Metric metric = kind.of("my_net2");
      assertThat(Metrics.named(metric.name())).contains(metric);
      assertThat(metric.definition()).endsWith(".").doesNotContain("models.clip");
    }
    assertThat(Metrics.named("scorer_")).isEmpty();
    assertThat(Metrics.named("scorer_Nice")).isEmpty();
  }
}
