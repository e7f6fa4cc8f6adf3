package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.judges.FaceNets;
import io.facesweep.mesh.VertexNormals;
import io.facesweep.render.Camera;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.TextureWrap;
import io.facesweep.settings.ScorerSettings;
import io.facesweep.tensor.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialMetricsTest {
  private static final FaceModel FACE = FaceModels.open("builtin:head");
  private static final int SIDE = 64;

  private static TrialScene scene(float[] albedo, int resolution, List<String> rivals) {
    float[] coefficients = new float[FACE.identityCount()];
    coefficients[0] = 3;
    coefficients[1] = -4;
    return new TrialScene(
        MeshTopology.of(FACE.mean()),
        FACE.mean().vertices(),
        coefficients,
        albedo,
        resolution,
        FACE.regions(),
        TextureWrap.REPEAT,
        "dark",
        rivals,
        (prompt, azimuth) -> prompt + (azimuth == 0 ? " front" : " side"));
  }

  private static float[] plain(double value, int resolution) {
    float[] albedo = new float[3 * resolution * resolution];
    Arrays.fill(albedo, (float) value);
    return albedo;
  }

  private static TrialMetrics metrics(Map<String, Double> brightness) {
    return new TrialMetrics(
        new AnalyticDenoiser(brightness, 0.9), SIDE, Camera.orbit(0, 0, 0), Device.CPU);
  }

  @Test
  void measuresATexturedHead() {
    Map<Metric, Double> values =
        metrics(Map.of("dark", 0.8, "dark side", 0.8, "dark front", 0.9))
            .of(scene(plain(0, 32), 32, List.of("light")));
    assertThat(values.keySet())
        .containsExactlyElementsOf(
            Metrics.ALL.subList(0, Metrics.ALL.indexOf(Metrics.NON_FINITE)).stream()
                .filter(metric -> !metric.name().matches(".*(clip|face|landmark|change).*"))
                .toList());
    // Black on white: a mean squared distance of (1 - c) from 1 and c from 0 with coverage c, so
    // that lowering the brightness from 0.9 to 0.8 saves c (0.81 - 0.64) - (1 - c) (0.04 - 0.01).
    double coverage = (values.get(Metrics.FIT_TEXT) + 0.03) / (0.17 + 0.03);
    assertThat(coverage).isBetween(0.2, 0.5);
    assertThat(values.get(Metrics.FIT_TEXT_PRECISION)).isEqualTo(1);
    double[] picture =
        SmallPicture.values(
            metrics(Map.of()).measure(scene(plain(0, 32), 32, List.of())).picture());
    assertThat(Arrays.stream(picture).min().orElseThrow()).as("the black head").isLessThan(0.01);
    assertThat(picture[0]).as("the white corner").isEqualTo(1);
    assertThat(values.get(Metrics.FIT_VIEW)).isNegative();
    assertThat(values.get(Metrics.BAKED_LIGHT)).as("black all over").isCloseTo(0, within(1e-6));
    assertThat(values.get(Metrics.SATURATION)).isZero();
    assertThat(values.get(Metrics.COEFFICIENT_NORM)).isCloseTo(5, within(1e-6));
  }

  @Test
  void aGreyTextureIsEven() {
    Map<Metric, Double> values = metrics(Map.of()).of(scene(plain(0.5, 32), 32, List.of()));
    assertThat(values.get(Metrics.LIGHTING_VARIATION)).isCloseTo(0, within(1e-4));
    assertThat(values.get(Metrics.LIGHTING_ASYMMETRY)).isCloseTo(0, within(1e-4));
    assertThat(values.get(Metrics.SHARPNESS)).isCloseTo(0, within(1e-9));
    assertThat(values).doesNotContainKey(Metrics.FIT_TEXT_PRECISION);
  }

  @Test
  void lightThatFollowsTheShapeIsFoundAndAPatchIsNot() {
    int side = 128;
    double amount = 0.2;
    float[] lit = plain(0.5, side);
    float[] heights = normals(side, 1);
    for (int i = 0; i < lit.length; i++) {
      // half of white in linear light, brighter upwards by the exponential
      lit[i] = (float) srgb(0.3 * Math.exp(amount * heights[i % heights.length]));
    }
    double expected = amount * deviation(heights, side);
    assertThat(value(Metrics.BAKED_LIGHT, lit, side)).isCloseTo(expected, within(0.05 * expected));
    float[] patched = plain(0.5, side);
    for (int i = 0; i < patched.length; i++) {
      int x = i % side;
      patched[i] = x % 8 < 4 ? 0.5f : 0.4f;
    }
    assertThat(value(Metrics.BAKED_LIGHT, patched, side)).isLessThan(0.2 * expected);
  }

  private static double value(Metric metric, float[] albedo, int side) {
    return metrics(Map.of()).of(scene(albedo, side, List.of())).get(metric);
  }

  private static double srgb(double linear) {
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
  }

  /** A component of the mean head's normals in texture space, of unit length with the others. */
  private static float[] normals(int side, int axis) {
    float[] normals = VertexNormals.of(FACE.mean());
    MeshTopology topology = MeshTopology.of(FACE.mean());
    float[][] planes = new float[3][];
    for (int component = 0; component < 3; component++) {
      float[] weights = new float[FACE.vertexCount()];
      for (int v = 0; v < weights.length; v++) {
        weights[v] = normals[3 * v + component];
      }
      planes[component] = RegionMask.inTexture(topology, weights, side).values();
    }
    float[] unit = new float[side * side];
    for (int i = 0; i < unit.length; i++) {
      double length = Math.hypot(Math.hypot(planes[0][i], planes[1][i]), planes[2][i]);
      unit[i] = length > 0 ? (float) (planes[axis][i] / length) : 0;
    }
    return unit;
  }

  /** Standard deviation over the skin. */
  private static double deviation(float[] values, int side) {
    float[] skin = RegionMask.skin(FACE.regions(), FACE.vertexCount());
    Plane weights = RegionMask.inTexture(MeshTopology.of(FACE.mean()), skin, side);
    WeightedMoments moments = new WeightedMoments();
    for (int i = 0; i < values.length; i++) {
      moments.add(values[i], weights.values()[i]);
    }
    return Math.sqrt(moments.variance());
  }

  @Test
  void aFaceNetSeesTheFrontOfAHeadAndNoSecondFace() {
    try (FaceNets nets = FaceNets.open(Device.CPU)) {
      TrialMetrics metrics =
          new TrialMetrics(
              new AnalyticDenoiser(Map.of(), 0.9),
              SIDE,
              new Camera(0, 0, 7, Camera.REFERENCE_FIELD_OF_VIEW, Camera.Point.ORIGIN),
              Device.CPU,
              new Judges(nets, Map.of(), null, List.of(), e -> {}));
      Map<Metric, Double> grey = metrics.of(scene(new float[0], 0, List.of()));
      assertThat(grey.get(Metrics.GEOMETRY_FACE_FRONT)).isGreaterThan(0.9);
      assertThat(grey.get(Metrics.GEOMETRY_FACE_BACK)).isLessThan(0.3);
      assertThat(grey).doesNotContainKeys(Metrics.FACE_FRONT, Metrics.LANDMARK_ERROR);
      Map<Metric, Double> bare = metrics.of(scene(plain(0.6, 32), 32, List.of()));
      assertThat(bare.get(Metrics.FACE_BACK)).isLessThan(0.3);
      assertThat(bare.get(Metrics.FACES)).isBetween(0.0, 3.0);
    }
  }

  @Test
  void aTextureAddsToItsShapeWhatBothTogetherAre() {
    ImageTextSimilarity clip =
        (images, texts) -> {
          double mean = images.mean().item();
          double[] each = new double[Math.toIntExact(images.shape(0))];
          Arrays.fill(each, mean);
          return texts.stream().map(text -> each).toArray(double[][]::new);
        };
    PictureJudge brightness =
        pictures ->
            Collections.nCopies(
                Math.toIntExact(pictures.shape(0)), new double[] {pictures.mean().item()});
    AnalyticDenoiser denoiser = new AnalyticDenoiser(Map.of("dark", 0.7), 0.9);
    TrialMetrics.Start start = new TrialMetrics.Start(FACE.mean().vertices(), plain(0.3, 32));
    try (FaceNets nets = FaceNets.open(Device.CPU)) {
      Camera camera = new Camera(0, 0, 7, Camera.REFERENCE_FIELD_OF_VIEW, Camera.Point.ORIGIN);
      Judges judges =
          new Judges(
              nets,
              Map.of("other", clip),
              new ZeroShot("front", "side", "back", "even", "shaded"),
              List.of(
                  new Scorer("grey", ScorerSettings.Input.GREY, brightness),
                  new Scorer("dark", ScorerSettings.Input.TEXTURED, brightness)),
              e -> {});
      TrialMetrics metrics = new TrialMetrics(denoiser, SIDE, camera, Device.CPU, judges);
      TrialScene textured = scene(plain(0.6, 32), 32, List.of("light"));
      TrialMetrics.Measured whole = metrics.measure(textured, start);
      int asked = denoiser.asked;
      TrialMetrics.Measured shape = metrics.measure(scene(new float[0], 0, List.of("light")));
      int askedOfShape = denoiser.asked - asked;
      TrialMetrics.Measured texture = metrics.measureTexture(textured, start);
      assertThat(denoiser.asked).as("of the texture alone").isEqualTo(2 * asked);
      assertThat(askedOfShape).isPositive();
      assertThat(texture.values())
          .doesNotContainKeys(Metrics.GEOMETRY_FIT_TEXT, Metrics.GEOMETRY_FACE_BACK)
          .containsKeys(Metrics.CHANGE, Metrics.CHANGE_GEOMETRY);
      Map<Metric, Double> together = new HashMap<>(shape.values());
      together.putAll(texture.values());
      assertThat(together).isEqualTo(whole.values());
      Map<Metric, Map<String, Double>> errors = new HashMap<>(shape.promptErrors());
      errors.putAll(texture.promptErrors());
      assertThat(errors).isEqualTo(whole.promptErrors());
      List<ViewValue> views = new ArrayList<>(shape.views());
      views.addAll(texture.views());
      assertThat(views).containsExactlyInAnyOrderElementsOf(whole.views());
      assertThat(texture.picture()).isEqualTo(whole.picture());
      TrialMetrics other = new TrialMetrics(denoiser, SIDE, camera, Device.CPU, judges);
      assertThat(other.measureTexture(textured, start))
          .as("where the nets have not seen the bare shape")
          .isEqualTo(texture);
    }
  }

  @Test
  void measuresAHeadWithoutTexture() {
    assertThat(metrics(Map.of()).of(scene(new float[0], 0, List.of("light"))).keySet())
        .containsExactly(
            Metrics.GEOMETRY_FIT_TEXT,
            Metrics.GEOMETRY_FIT_TEXT_PRECISION,
            Metrics.GEOMETRY_FIT_VIEW,
            Metrics.COEFFICIENT_NORM);
  }

  @Test
  void asksClipAboutTexturedAndGreyRenders() {
    // An image is as similar to "dark" as it is dark, and to all else by 0.2.
    ImageTextSimilarity clip =
        (images, texts) -> {
          double[] means = new double[Math.toIntExact(images.shape(0))];
          float[] all = images.toFloats();
          int each = all.length / means.length;
          for (int i = 0; i < all.length; i++) {
            means[i / each] += (1 - all[i]) / each;
          }
          return texts.stream()
              .map(t -> t.equals("dark") ? means : Arrays.stream(means).map(m -> 0.2).toArray())
              .toArray(double[][]::new);
        };
    TrialMetrics metrics = judgedBy(clip);
    Map<Metric, Double> black = metrics.of(scene(plain(0, 32), 32, List.of("light")));
    Map<Metric, Double> white = metrics.of(scene(plain(1, 32), 32, List.of("light")));
    assertThat(black.get(Metrics.CLIP_SCORE)).isBetween(20.0, 60.0);
    assertThat(black.get(Metrics.CLIP_PRECISION)).isEqualTo(1);
    assertThat(white.get(Metrics.CLIP_SCORE)).isCloseTo(0, within(1e-3));
    assertThat(white.get(Metrics.CLIP_PRECISION)).isZero();
    assertThat(black.get(Metrics.GEOMETRY_CLIP_SCORE))
        .isEqualTo(white.get(Metrics.GEOMETRY_CLIP_SCORE))
        .isBetween(1.0, 50.0);
    List<ViewValue> views = metrics.measure(scene(plain(0, 32), 32, List.of())).views();
    List<Double> scores =
        views.stream()
            .filter(view -> view.measure().equals("clip_score") && view.elevation() == 15)
            .map(ViewValue::value)
            .toList();
    assertThat(scores).hasSize(4);
    assertThat(scores.stream().mapToDouble(score -> score).average().orElseThrow())
        .isCloseTo(black.get(Metrics.CLIP_SCORE), within(1e-9));
    assertThat(views.stream().filter(view -> view.measure().equals("fit_view")))
        .extracting(ViewValue::azimuth)
        .containsExactly(90.0, 150.0, 180.0, 210.0, 270.0);
    assertThat(metrics.of(scene(new float[0], 0, List.of())))
        .containsKey(Metrics.GEOMETRY_CLIP_SCORE)
        .doesNotContainKeys(Metrics.CLIP_SCORE, Metrics.GEOMETRY_CLIP_PRECISION);
  }

  private static TrialMetrics judgedBy(ImageTextSimilarity clip) {
    return new TrialMetrics(
        new AnalyticDenoiser(Map.of(), 0.9),
        SIDE,
        Camera.orbit(0, 0, 0),
        Device.CPU,
        new Judges(null, Map.of(Judges.CLIP, clip), null, List.of(), TrialMetricsTest::isNoJudge));
  }

  private static void isNoJudge(Throwable e) {
    if (e instanceof IllegalStateException broken) {
      throw broken;
    }
  }

  /** What is measured where CLIP fails. */
  private static TrialMetrics.Measured failing(ImageTextSimilarity clip) {
    return judgedBy(clip).measure(scene(plain(0, 32), 32, List.of("light")));
  }

  @Test
  void aJudgeThatFailsLeavesItsOwnMeasuresEmptyAndSaysWhy() {
    TrialMetrics.Measured measured =
        failing(
            (images, texts) -> {
              throw new EngineException(
                  "Traceback of TorchScript:\n  x = ...\nRuntimeError: CUDA out of memory.");
            });
    assertThat(measured.judgeErrors())
        .containsExactly(Map.entry("clip", "EngineException: CUDA out of memory."));
    assertThat(measured.values())
        .doesNotContainKeys(Metrics.CLIP_SCORE, Metrics.GEOMETRY_CLIP_SCORE)
        .containsKeys(Metrics.FIT_TEXT, Metrics.BAKED_LIGHT, Metrics.COEFFICIENT_NORM);
    assertThat(measured.promptErrors())
        .containsOnlyKeys(Metrics.FIT_TEXT_PRECISION, Metrics.GEOMETRY_FIT_TEXT_PRECISION);
  }

  @Test
  void answersThatAreNoNumbersAreNoMeasures() {
    TrialMetrics.Measured measured =
        failing((images, texts) -> new double[][] {{0.1, Double.NaN, 0.2, 0.2}, new double[4]});
    assertThat(measured.judgeErrors())
        .containsExactly(Map.entry("clip", "it gave NaN for picture 2 of 4"));
    assertThat(measured.values()).doesNotContainKey(Metrics.CLIP_SCORE);
  }

  @Test
  void whatIsNoFaultOfAJudgeIsThrown() {
    assertThatThrownBy(
            () ->
                failing(
                    (images, texts) -> {
                      throw new IllegalStateException("the device is broken");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the device is broken");
  }

  @Test
  void rejectsSizesThatDoNotFit() {
    assertThatThrownBy(() -> scene(new float[5], 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid albedo: 5 values (expected 3)");
  }

  @Test
  void everyMetricIsDefinedOnceAndFoundByName() {
    assertThat(Metrics.ALL).extracting(Metric::name).doesNotHaveDuplicates();
    for (Metric metric : Metrics.ALL) {
      assertThat(metric.name()).matches("[a-z_]+");
      assertThat(metric.definition()).endsWith(".");
      assertThat(Metrics.named(metric.name())).contains(metric);
    }
    assertThat(Metrics.named("beauty")).isEmpty();
  }

  @Test
  void knowsThePeakOfItsMemory() {
    assertThat(ProcessMemory.peakBytes()).isBetween(10_000_000L, 1_000_000_000_000L);
  }
}
