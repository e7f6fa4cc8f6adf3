package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.render.MeshTopology;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MisregistrationTest {
  private static final FaceModel FACE = FaceModels.open("builtin:head");
  private static final MeshTopology TOPOLOGY = MeshTopology.of(FACE.mean());
  private static final int SIDE = 128;

  /** Skin of 0.7 with eyes and lips of 0.3, shifted by so many texels. */
  private static float[] painted(int dx, int dy, int side) {
    float[] features = new float[side * side];
    for (String name : new String[] {"eyes", "lips"}) {
      float[] region = RegionMask.inTexture(TOPOLOGY, FACE.regions().get(name), side).values();
      for (int i = 0; i < features.length; i++) {
        features[i] += region[i];
      }
    }
    float[] albedo = new float[3 * side * side];
    for (int i = 0; i < albedo.length; i++) {
      int texel = i % (side * side);
      int x = texel % side - dx;
      int y = texel / side - dy;
      boolean isInside = x >= 0 && y >= 0 && x < side && y < side;
      albedo[i] = 0.7f - 0.4f * (isInside ? Math.min(1, features[y * side + x]) : 0);
    }
    return albedo;
  }

  private static double of(float[] albedo, int side) {
    return Misregistration.of(albedo, side, TOPOLOGY, FACE.regions());
  }

  @Test
  void featuresWhereTheGeometryHasThemAreNotShifted() {
    assertThat(of(painted(0, 0, SIDE), SIDE)).isZero();
  }

  @Test
  void aShiftIsFoundToTheTexel() {
    for (int[] shift : new int[][] {{1, 0}, {3, -4}, {-5, 2}, {0, 8}}) {
      double expected = 100 * Math.hypot(shift[0], shift[1]) / SIDE;
      assertThat(of(painted(shift[0], shift[1], SIDE), SIDE))
          .as(Arrays.toString(shift))
          .isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void aLargeTextureIsMeasuredInTheSameUnit() {
    assertThat(of(painted(12, -16, 512), 512)).isCloseTo(100 * 20 / 512.0, within(1e-9));
  }

  @Test
  void smoothShadingMovesNothing() {
    float[] shaded = painted(3, 0, SIDE);
    for (int i = 0; i < shaded.length; i++) {
      int texel = i % (SIDE * SIDE);
      shaded[i] *= 0.6f + 0.4f * (texel % SIDE) / SIDE + 0.3f * (texel / SIDE) / SIDE;
    }
    assertThat(of(shaded, SIDE)).isCloseTo(100 * 3.0 / SIDE, within(1e-9));
  }

  @Test
  void aPlainTextureHasNoValue() {
    float[] plain = new float[3 * SIDE * SIDE];
    Arrays.fill(plain, 0.5f);
    assertThat(of(plain, SIDE)).isNaN();
    assertThat(Misregistration.isDefined(Map.of())).isFalse();
    assertThat(Misregistration.isDefined(FACE.regions())).isTrue();
  }
}
