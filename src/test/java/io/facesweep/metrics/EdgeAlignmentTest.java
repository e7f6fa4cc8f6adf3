package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EdgeAlignmentTest {
  private static final int SIDE = 64;

  /** Two views, dark left of a column and light from it on. */
  private static float[] step(int column) {
    float[] images = new float[2 * 3 * SIDE * SIDE];
    for (int i = 0; i < images.length; i++) {
      images[i] = i % SIDE < column ? 0.2f : 0.7f;
    }
    return images;
  }

  private static float[] covered() {
    float[] coverage = new float[2 * SIDE * SIDE];
    Arrays.fill(coverage, 1);
    return coverage;
  }

  @Test
  void edgesInTheSamePlaceCorrelateFully() {
    assertThat(EdgeAlignment.of(step(30), step(30), covered(), SIDE)).isCloseTo(1, within(1e-4));
  }

  @Test
  void alignmentFallsAsEdgesAreShifted() {
    double near = EdgeAlignment.of(step(30), step(31), covered(), SIDE);
    double far = EdgeAlignment.of(step(30), step(45), covered(), SIDE);
    assertThat(near).isBetween(0.5, 0.95);
    assertThat(far).isBetween(-0.2, 0.0);
  }

  @Test
  void aPlainTextureIsNotAligned() {
    assertThat(EdgeAlignment.of(step(0), step(30), covered(), SIDE)).isZero();
  }

  @Test
  void silhouettesDoNotCount() {
    // Both images step where the coverage does, and have no edge inside.
    float[] coverage = covered();
    for (int i = 0; i < coverage.length; i++) {
      coverage[i] = i % SIDE < 30 ? 0 : 1;
    }
    assertThat(EdgeAlignment.of(step(30), step(30), coverage, SIDE)).isZero();
  }

  @Test
  void rejectsRendersOfDifferentSizes() {
    assertThatThrownBy(() -> EdgeAlignment.of(new float[12], new float[12], new float[3], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid renders: 12 texture, 12 normal and 3 coverage values (expected 3 : 3 : 1)");
  }
}
