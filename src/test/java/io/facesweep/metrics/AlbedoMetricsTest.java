package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class AlbedoMetricsTest {
  private static final int SIDE = 128;
  private static final Plane EVERYWHERE = Plane.constant(SIDE, SIDE, 1);

  private interface Shade {
    double at(double u, double v);
  }

  /** A grey texture; u and v of texel centres, v downwards. */
  private static float[] grey(Shade shade) {
    float[] albedo = new float[3 * SIDE * SIDE];
    for (int i = 0; i < albedo.length; i++) {
      int texel = i % (SIDE * SIDE);
      int row = texel / SIDE;
      albedo[i] = (float) shade.at((texel % SIDE + 0.5) / SIDE, (row + 0.5) / SIDE);
    }
    return albedo;
  }

  private static Plane skin(Shade shade) {
    float[] values = new float[SIDE * SIDE];
    System.arraycopy(grey(shade), 0, values, 0, values.length);
    return new Plane(SIDE, SIDE, values);
  }

  @Test
  void anEvenTextureHasEvenLighting() {
    float[] albedo = grey((u, v) -> 0.6);
    assertThat(AlbedoMetrics.lightingVariation(albedo, EVERYWHERE)).isCloseTo(0, within(1e-4));
    assertThat(AlbedoMetrics.lightingAsymmetry(albedo, EVERYWHERE)).isCloseTo(0, within(1e-4));
    assertThat(AlbedoMetrics.sharpness(albedo, EVERYWHERE)).isCloseTo(0, within(1e-10));
    assertThat(AlbedoMetrics.saturation(albedo, EVERYWHERE)).isZero();
  }

  @Test
  void lightFromTheSideVariesAndIsAsymmetric() {
    // 0.3 to 0.7 over u: std = 0.4 / sqrt(12), mean 0.5; |f(u) - f(1 - u)| has mean 0.4 / 2. The
    // blur flattens both ends, by 0.4 sigma^2 = 0.4 / 256 of the variance's 1 / 12.
    float[] albedo = grey((u, v) -> 0.3 + 0.4 * u);
    assertThat(AlbedoMetrics.lightingVariation(albedo, EVERYWHERE))
        .isCloseTo(0.4 / Math.sqrt(12) / 0.5, Percentage.withPercentage(6));
    assertThat(AlbedoMetrics.lightingAsymmetry(albedo, EVERYWHERE))
        .isCloseTo(0.4 / 2 / 0.5, Percentage.withPercentage(6));
    assertThat(AlbedoMetrics.sharpness(albedo, EVERYWHERE)).isCloseTo(0, within(1e-10));
  }

  @Test
  void lightFromAboveVariesAndIsSymmetric() {
    float[] albedo = grey((u, v) -> 0.7 - 0.4 * v);
    assertThat(AlbedoMetrics.lightingVariation(albedo, EVERYWHERE))
        .isCloseTo(0.4 / Math.sqrt(12) / 0.5, Percentage.withPercentage(6));
    assertThat(AlbedoMetrics.lightingAsymmetry(albedo, EVERYWHERE)).isCloseTo(0, within(1e-4));
  }

  @Test
  void lightIsToldFromTheSkinsGrain() {
    // A wave of n periods passes the blur of 1/16 with exp(-2 pi^2 n^2 / 256): 0.926 for one.
    float[] slow = grey((u, v) -> 0.5 + 0.2 * Math.cos(2 * Math.PI * v));
    float[] fast = grey((u, v) -> 0.5 + 0.2 * Math.cos(2 * Math.PI * 16 * v));
    assertThat(AlbedoMetrics.lightingVariation(slow, EVERYWHERE))
        .isCloseTo(0.926 * 0.2 / Math.sqrt(2) / 0.5, Percentage.withPercentage(8));
    assertThat(AlbedoMetrics.lightingVariation(fast, EVERYWHERE)).isLessThan(0.01);
  }

  @Test
  void onlySkinCounts() {
    // Black hair in the upper half does not darken the skin next to it.
    float[] albedo = grey((u, v) -> v < 0.5 ? 0 : 0.6);
    Plane skin = skin((u, v) -> v < 0.5 ? 0 : 1);
    assertThat(AlbedoMetrics.lightingVariation(albedo, skin)).isCloseTo(0, within(1e-4));
    assertThat(AlbedoMetrics.sharpness(albedo, skin)).isCloseTo(0, within(1e-10));
    assertThat(AlbedoMetrics.lightingVariation(albedo, EVERYWHERE)).isGreaterThan(0.5);
  }

  @Test
  void asymmetryNeedsSkinOpposite() {
    float[] albedo = grey((u, v) -> u < 0.25 ? 0.9 : 0.5);
    Plane withoutTheRight = skin((u, v) -> u < 0.75 ? 1 : 0);
    assertThat(AlbedoMetrics.lightingAsymmetry(albedo, EVERYWHERE)).isGreaterThan(0.2);
    assertThat(AlbedoMetrics.lightingAsymmetry(albedo, withoutTheRight))
        .as("what the blur carries over")
        .isLessThan(0.1);
    assertThat(AlbedoMetrics.lightingAsymmetry(albedo, skin((u, v) -> u < 0.5 ? 1 : 0)))
        .as("no skin has skin opposite")
        .isNaN();
  }

  @Test
  void aCheckerboardIsAsSharpAsCanBe() {
    float[] albedo = grey((u, v) -> ((int) (u * SIDE) + (int) (v * SIDE)) % 2);
    assertThat(AlbedoMetrics.sharpness(albedo, EVERYWHERE)).isCloseTo(16, within(1e-3));
  }

  @Test
  void pureColoursAreSaturated() {
    float[] red = new float[3 * SIDE * SIDE];
    java.util.Arrays.fill(red, 0, SIDE * SIDE, 0.5f);
    assertThat(AlbedoMetrics.saturation(red, EVERYWHERE)).isEqualTo(1);
    float[] skinTone = new float[3 * SIDE * SIDE];
    java.util.Arrays.fill(skinTone, 0, SIDE * SIDE, 0.8f);
    java.util.Arrays.fill(skinTone, SIDE * SIDE, 2 * SIDE * SIDE, 0.6f);
    java.util.Arrays.fill(skinTone, 2 * SIDE * SIDE, 3 * SIDE * SIDE, 0.5f);
    assertThat(AlbedoMetrics.saturation(skinTone, EVERYWHERE)).isCloseTo(0.375, within(1e-5));
    assertThat(AlbedoMetrics.saturation(grey((u, v) -> 0), EVERYWHERE)).as("black").isZero();
  }
}
