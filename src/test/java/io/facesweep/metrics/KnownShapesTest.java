package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.judges.FaceBox;
import io.facesweep.judges.FaceView;
import org.junit.jupiter.api.Test;

class KnownShapesTest {
  private final KnownShapes known = new KnownShapes();
  private int looks;

  private FaceMeasures.Shape of(float... vertices) {
    return known.of(vertices, () -> shape(++looks));
  }

  private static FaceMeasures.Shape shape(double x) {
    return new FaceMeasures.Shape(new FaceBox(x, 0.5, 1), new FaceView(0, new double[0]));
  }

  @Test
  void aShapeIsLookedAtOnce() {
    float[] vertices = {1, 2, 3};
    FaceMeasures.Shape first = known.of(vertices, () -> shape(++looks));
    vertices[0] = 7;
    assertThat(of(1, 2, 3)).as("whatever became of the array").isEqualTo(first);
    assertThat(looks).isEqualTo(1);
    assertThat(of(1, 2, 3.0000002f)).as("another shape").isNotEqualTo(first);
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void whatIsKeptNeedsNoLook() {
    FaceMeasures.Shape seen = shape(0.5);
    known.keep(new float[] {1, 2, 3}, seen);
    assertThat(of(1, 2, 3)).isEqualTo(seen);
    assertThat(looks).isZero();
  }

  @Test
  void theOldestIsForgotten() {
    for (int i = 0; i <= 32; i++) {
      of(i);
    }
    of(32);
    of(1);
    assertThat(looks).isEqualTo(33);
    of(0);
    assertThat(looks).isEqualTo(34);
  }
}
