package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.render.Camera;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.Device;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeTest {
  private static final FaceModel FACE = FaceModels.open("builtin:head");
  private static final int SIDE = 32;
  private static final TrialMetrics METRICS =
      new TrialMetrics(new AnalyticDenoiser(Map.of(), 0.9), 64, Camera.orbit(0, 0, 0), Device.CPU);

  private static TrialScene scene(float[] vertices, float[] albedo) {
    return new TrialScene(
        MeshTopology.of(FACE.mean()),
        vertices,
        new float[0],
        albedo,
        albedo.length == 0 ? 0 : SIDE,
        FACE.regions(),
        TextureWrap.REPEAT,
        "a head",
        List.of(),
        (prompt, azimuth) -> prompt);
  }

  private static float[] plain(double value) {
    float[] albedo = new float[3 * SIDE * SIDE];
    Arrays.fill(albedo, (float) value);
    return albedo;
  }

  private static Map<Metric, Double> change(TrialScene scene, float[] vertices, float[] albedo) {
    return METRICS.measure(scene, new TrialMetrics.Start(vertices, albedo)).values();
  }

  @Test
  void oneColourForAnotherIsTheirDifferenceInLinearLight() {
    float[] vertices = FACE.mean().vertices();
    Map<Metric, Double> found = change(scene(vertices, plain(1)), vertices, plain(0.5));
    // (0.5 + 0.055) / 1.055 to the power of 2.4
    assertThat(found.get(Metrics.CHANGE)).isCloseTo(1 - 0.21404114, within(1e-4));
    assertThat(found.get(Metrics.CHANGE_GEOMETRY)).isZero();
  }

  @Test
  void whatStaysHasNotChanged() {
    float[] vertices = FACE.mean().vertices();
    assertThat(change(scene(vertices, plain(0.3)), vertices, plain(0.3)))
        .containsEntry(Metrics.CHANGE, 0.0);
  }

  @Test
  void aHeadThatMovesByItsTenthHasChangedByTenPercent() {
    float[] before = FACE.mean().vertices();
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = 1; i < before.length; i += 3) {
      low = Math.min(low, before[i]);
      high = Math.max(high, before[i]);
    }
    float[] after = before.clone();
    for (int i = 0; i < after.length; i += 3) {
      after[i] += 0.06f * (high - low);
      after[i + 2] -= 0.08f * (high - low);
    }
    Map<Metric, Double> found = change(scene(after, new float[0]), before, new float[0]);
    assertThat(found.get(Metrics.CHANGE_GEOMETRY)).isCloseTo(10, within(1e-3));
    assertThat(found).doesNotContainKey(Metrics.CHANGE);
  }

  @Test
  void rejectsOtherSizes() {
    assertThatThrownBy(() -> Change.ofGeometry(new float[3], new float[6]))
        .hasMessage("Invalid vertices: 3 and 6 values (expected as many, and some)");
    float[] vertices = FACE.mean().vertices();
    assertThatThrownBy(() -> change(scene(vertices, plain(0.3)), vertices, new float[3]))
        .hasMessage("Invalid textures: 3 and 3072 values (expected as many)");
  }
}
