package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.judges.FaceView;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.render.Camera;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.TextureWrap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaceTargetsTest {
  private static final FaceTargets TARGETS =
      new FaceTargets(List.of(0.6, 0.4), List.of(0.4, 0.4), List.of(0.5, 0.6));

  /** A view all of whose points of a group lie where the targets are, moved. */
  private static FaceView view(double logit, double right, double down) {
    double[] points = new double[2 * 468];
    for (int i = 0; i < 468; i++) {
      points[2 * i] = 0.5 + right;
      points[2 * i + 1] = 0.6 + down;
    }
    move(points, 0.6 + right, 0.4 + down, 263, 249, 390, 373, 374, 380, 381, 382);
    move(points, 0.6 + right, 0.4 + down, 362, 398, 384, 385, 386, 387, 388, 466);
    move(points, 0.4 + right, 0.4 + down, 33, 7, 163, 144, 145, 153, 154, 155);
    move(points, 0.4 + right, 0.4 + down, 133, 173, 157, 158, 159, 160, 161, 246);
    return new FaceView(logit, points);
  }

  private static void move(double[] points, double x, double y, int... indices) {
    for (int index : indices) {
      points[2 * index] = x;
      points[2 * index + 1] = y;
    }
  }

  @Test
  void aFaceInItsPlaceHasNoErrorAndAMovedOneThatOfTheMove() {
    assertThat(TARGETS.error(view(5, 0, 0))).isCloseTo(0, within(1e-9));
    assertThat(TARGETS.error(view(5, 0.01, 0))).as("5 percent of 0.2").isCloseTo(5, within(1e-9));
    assertThat(TARGETS.error(view(5, 0, -0.02))).isCloseTo(10, within(1e-9));
  }

  @Test
  void withoutAFaceThereIsNoError() {
    assertThat(TARGETS.error(view(-1, 0, 0))).isNaN();
  }

  @Test
  void landmarksComeBeforeRegions() {
    float[] corners = {0.3f, 0.2f, 0, -0.3f, 0.2f, 0, 0, -0.4f, 0};
    TriangleMesh mesh = new TriangleMesh(corners, new int[] {0, 1, 2}, new float[0], new int[0]);
    float[] everywhere = {1, 1, 1};
    TrialScene scene =
        new TrialScene(
            MeshTopology.of(mesh),
            corners,
            new float[0],
            new float[0],
            0,
            Map.of("eyes", everywhere, "lips", everywhere),
            Map.of("left-eye", 0, "right-eye", 1, "mouth", 2),
            TextureWrap.CLAMP,
            "a head",
            List.of(),
            (prompt, azimuth) -> prompt);
    FaceTargets targets = FaceTargets.of(scene, Camera.orbit(0, 0, 0), view(5, 0, 0));
    assertThat(targets.leftEye().get(0))
        .isEqualTo(1 - targets.rightEye().get(0))
        .isGreaterThan(0.5);
    assertThat(targets.leftEye().get(1)).isEqualTo(targets.rightEye().get(1)).isLessThan(0.5);
    assertThat(targets.mouth().get(0)).isCloseTo(0.5, within(1e-6));
    assertThat(targets.mouth().get(1) - 0.5)
        .isCloseTo(2 * (0.5 - targets.leftEye().get(1)), within(1e-6));
  }
}
