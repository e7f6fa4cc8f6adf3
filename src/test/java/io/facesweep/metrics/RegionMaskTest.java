package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.render.MeshTopology;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegionMaskTest {
  /** Two triangles that fill the left half of the texture. */
  private static final MeshTopology HALF =
      new MeshTopology(
          4,
          new int[] {0, 1, 2, 0, 2, 3},
          new float[] {0, 0, 0.5f, 0, 0.5f, 1, 0, 0, 0.5f, 1, 0, 1});

  @Test
  void interpolatesWeightsInTextureSpace() {
    // 0 at the bottom (v = 0, the last row), 1 on top.
    Plane mask = RegionMask.inTexture(HALF, new float[] {0, 0, 1, 1}, 8);
    for (int y = 0; y < 8; y++) {
      assertThat(mask.at(1, y)).isCloseTo((float) (1 - (y + 0.5) / 8), within(1e-5f));
      assertThat(mask.at(6, y)).as("outside the layout").isZero();
    }
  }

  @Test
  void skinIsFaceEarsAndNeckWithoutEyesAndLips() {
    Map<String, float[]> regions =
        Map.of(
            "face", new float[] {1, 1, 0.5f, 0, 0},
            "eyes", new float[] {0, 1, 0, 0, 0},
            "neck", new float[] {0, 0, 0.5f, 1, 0},
            "scalp", new float[] {0, 0, 0, 0, 1});
    assertThat(RegionMask.skin(regions, 5)).containsExactly(1, 0, 1, 1, 0);
  }

  @Test
  void theFaceHasEyesAndLipsButNoScalpEarsAndNeck() {
    Map<String, float[]> regions =
        Map.of(
            "face", new float[] {1, 0, 0.5f, 0, 0},
            "eyes", new float[] {0, 1, 0, 0, 0},
            "neck", new float[] {0, 0, 0.5f, 1, 0},
            "scalp", new float[] {0, 0, 0, 0, 1});
    assertThat(RegionMask.face(regions, 5)).containsExactly(1, 1, 0, 0, 0);
    assertThat(RegionMask.face(Map.of(), 2)).containsExactly(1, 1);
  }

  @Test
  void everythingIsSkinWhereTheFaceIsNotKnown() {
    assertThat(RegionMask.skin(Map.of(), 2)).containsExactly(1, 1);
  }
}
