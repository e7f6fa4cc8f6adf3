package io.facesweep.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.render.Camera.Point;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CameraTest {
  private static final Offset<Float> TOLERANCE = Offset.offset(1e-5f);

  @Test
  void seesTheFrontAtAzimuthZero() {
    float[] nose = {0, 0, 1};
    float[] leftEar = {1, 0, 0};
    Camera camera = new Camera(0, 0, 10, 90, Point.ORIGIN);
    assertThat(camera.project(nose, 1)).containsExactly(new float[] {0, 0, 9}, TOLERANCE);
    assertThat(camera.project(leftEar, 1)).containsExactly(new float[] {1, 0, 10}, TOLERANCE);
  }

  @Test
  void standsOnThePositiveXAxisAtAzimuthNinety() {
    Camera camera = new Camera(90, 0, 10, 90, Point.ORIGIN);
    assertThat(camera.project(new float[] {1, 0, 0}, 1))
        .containsExactly(new float[] {0, 0, 9}, TOLERANCE);
    assertThat(camera.project(new float[] {0, 0, 1}, 1))
        .containsExactly(new float[] {-1, 0, 10}, TOLERANCE);
  }

  @Test
  void looksDownFromPositiveElevation() {
    float[] top = {0, 1, 0};
    assertThat(new Camera(0, 90, 10, 90, Point.ORIGIN).project(top, 1))
        .containsExactly(new float[] {0, 0, 9}, TOLERANCE);
    float[] seen = new Camera(0, 30, 10, 90, Point.ORIGIN).project(top, 1);
    assertThat(seen)
        .containsExactly(new float[] {0, (float) Math.cos(Math.PI / 6), 9.5f}, TOLERANCE);
  }

  @Test
  void putsTheTargetInTheMiddleAtItsDistance() {
    Point target = new Point(0.3, -0.2, 0.7);
    float[] clip = new Camera(33, -12, 4, 20, target).project(new float[] {0.3f, -0.2f, 0.7f}, 1.5);
    assertThat(clip).containsExactly(new float[] {0, 0, 4}, TOLERANCE);
  }

  @Test
  void fieldOfViewSpansTheHeightAndAspectTheWidth() {
    Camera camera = Camera.orbit(0, 0, 0);
    float half = (float) (10 * Math.tan(Math.toRadians(12.59 / 2)));
    float[] corner = camera.project(new float[] {2 * half, half, 0}, 2);
    assertThat(corner).containsExactly(new float[] {10, 10, 10}, TOLERANCE);
  }

  @Test
  void clipIsTheProductOfProjectionAndView() {
    Camera camera = new Camera(-70, 25, 3, 40, new Point(0.1, 0.2, -0.3));
    double[] view = camera.view();
    double[] projection = camera.projection(1.25, 100);
    double[] clip = camera.clip(1.25);
    int[] rows = {0, 1, 3};
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        double sum = 0;
        for (int k = 0; k < 4; k++) {
          sum += projection[4 * rows[row] + k] * view[4 * k + column];
        }
        assertThat(clip[4 * row + column]).isCloseTo(sum, Offset.offset(1e-12));
      }
    }
    // Depths at the planes map to -1 and 1.
    double near = (projection[10] * -Camera.NEAR + projection[11]) / Camera.NEAR;
    double far = (projection[10] * -100 + projection[11]) / 100;
    assertThat(near).isCloseTo(-1, Offset.offset(1e-9));
    assertThat(far).isCloseTo(1, Offset.offset(1e-9));
  }

  @Test
  void rejectsValuesOutOfRange() {
    assertThatThrownBy(() -> new Camera(Double.NaN, 0, 1, 20, Point.ORIGIN))
        .hasMessage("Invalid azimuth: NaN (expected a finite angle in degrees)");
    assertThatThrownBy(() -> new Camera(0, 91, 1, 20, Point.ORIGIN))
        .hasMessage("Invalid elevation: 91.0 (expected -90 to 90 degrees)");
    assertThatThrownBy(() -> new Camera(0, 0, 0, 20, Point.ORIGIN))
        .hasMessage("Invalid distance: 0.0 (expected a number greater than 0)");
    assertThatThrownBy(() -> new Camera(0, 0, 1, 180, Point.ORIGIN))
        .hasMessage("Invalid field of view: 180.0 (expected between 0 and 180 degrees)");
    assertThatThrownBy(() -> new Camera(0, 0, 1, 20, new Point(0, Double.NaN, 0)))
        .hasMessage("Invalid target y: NaN (expected a finite number)");
  }
}
