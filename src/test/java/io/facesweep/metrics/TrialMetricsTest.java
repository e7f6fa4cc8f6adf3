package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.mesh.VertexNormals;
import io.facesweep.render.Camera;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.UAxis;
import io.facesweep.tensor.Device;
import java.util.Arrays;
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
        UAxis.WRAP,
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
                .filter(metric -> !metric.name().contains("clip"))
                .toList());
    // Black on white: a mean squared distance of (1 - c) from 1 and c from 0 with coverage c, so
    // that lowering the brightness from 0.9 to 0.8 saves c (0.81 - 0.64) - (1 - c) (0.04 - 0.01).
    double coverage = (values.get(Metrics.TEXT_ALIGNMENT) + 0.03) / (0.17 + 0.03);
    assertThat(coverage).isBetween(0.2, 0.5);
    assertThat(values.get(Metrics.TEXT_PRECISION)).isEqualTo(1);
    assertThat(values.get(Metrics.JANUS)).isNegative();
    assertThat(values.get(Metrics.EDGE_ALIGNMENT)).isZero();
    assertThat(values.get(Metrics.SATURATION)).isZero();
    assertThat(values.get(Metrics.COEFFICIENT_NORM)).isCloseTo(5, within(1e-6));
  }

  @Test
  void aGreyTextureIsEven() {
    Map<Metric, Double> values = metrics(Map.of()).of(scene(plain(0.5, 32), 32, List.of()));
    assertThat(values.get(Metrics.LIGHTING_VARIATION)).isCloseTo(0, within(1e-4));
    assertThat(values.get(Metrics.LIGHTING_ASYMMETRY)).isCloseTo(0, within(1e-4));
    assertThat(values.get(Metrics.SHARPNESS)).isCloseTo(0, within(1e-9));
    assertThat(values).doesNotContainKey(Metrics.TEXT_PRECISION);
  }

  @Test
  void aTextureThatPaintsTheShapeIsAlignedWithIt() {
    int side = 128;
    assertThat(edgeAlignment(normalsAsColours(side), side)).isGreaterThan(0.5);
    float[] elsewhere = normalsAsColours(side);
    rotate(elsewhere, side / 2 + 20 * side);
    assertThat(edgeAlignment(elsewhere, side)).isLessThan(0.3);
  }

  @Test
  void bordersOfHairDoNotCount() {
    int side = 64;
    float[] bald = normalsAsColours(side);
    float[] haired = bald.clone();
    MeshTopology topology = MeshTopology.of(FACE.mean());
    Plane scalp = RegionMask.inTexture(topology, FACE.regions().get("scalp"), side);
    for (int i = 0; i < haired.length; i++) {
      haired[i] = scalp.values()[i % (side * side)] > 0.5 ? 0 : bald[i];
    }
    assertThat(edgeAlignment(haired, side)).isCloseTo(edgeAlignment(bald, side), within(0.03));
  }

  private static double edgeAlignment(float[] albedo, int side) {
    Map<Metric, Double> values = metrics(Map.of()).of(scene(albedo, side, List.of()));
    return values.get(Metrics.EDGE_ALIGNMENT);
  }

  /** Moves the texels along and, by whole rows, down. */
  private static void rotate(float[] albedo, int distance) {
    float[] before = albedo.clone();
    for (int i = 0; i < albedo.length; i++) {
      albedo[(i + distance) % albedo.length] = before[i];
    }
  }

  /** A texture whose colours are the mean head's normals. */
  private static float[] normalsAsColours(int side) {
    float[] normals = VertexNormals.of(FACE.mean());
    float[] albedo = new float[3 * side * side];
    for (int channel = 0; channel < 3; channel++) {
      float[] weights = new float[FACE.vertexCount()];
      for (int v = 0; v < weights.length; v++) {
        weights[v] = 0.5f + 0.5f * normals[3 * v + channel];
      }
      Plane plane = RegionMask.inTexture(MeshTopology.of(FACE.mean()), weights, side);
      System.arraycopy(plane.values(), 0, albedo, channel * side * side, side * side);
    }
    return albedo;
  }

  @Test
  void measuresAHeadWithoutTexture() {
    assertThat(metrics(Map.of()).of(scene(new float[0], 0, List.of("light"))).keySet())
        .containsExactly(
            Metrics.GEOMETRY_TEXT_ALIGNMENT,
            Metrics.GEOMETRY_TEXT_PRECISION,
            Metrics.GEOMETRY_JANUS,
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
    TrialMetrics metrics =
        new TrialMetrics(
            new AnalyticDenoiser(Map.of(), 0.9), SIDE, Camera.orbit(0, 0, 0), Device.CPU, clip);
    Map<Metric, Double> black = metrics.of(scene(plain(0, 32), 32, List.of("light")));
    Map<Metric, Double> white = metrics.of(scene(plain(1, 32), 32, List.of("light")));
    assertThat(black.get(Metrics.CLIP_SCORE)).isBetween(20.0, 60.0);
    assertThat(black.get(Metrics.CLIP_PRECISION)).isEqualTo(1);
    assertThat(white.get(Metrics.CLIP_SCORE)).isCloseTo(0, within(1e-3));
    assertThat(white.get(Metrics.CLIP_PRECISION)).isZero();
    assertThat(black.get(Metrics.GEOMETRY_CLIP_SCORE))
        .isEqualTo(white.get(Metrics.GEOMETRY_CLIP_SCORE))
        .isBetween(1.0, 50.0);
    assertThat(metrics.of(scene(new float[0], 0, List.of())))
        .containsKey(Metrics.GEOMETRY_CLIP_SCORE)
        .doesNotContainKeys(Metrics.CLIP_SCORE, Metrics.GEOMETRY_CLIP_PRECISION);
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
