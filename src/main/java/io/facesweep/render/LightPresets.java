package io.facesweep.render;

import io.facesweep.tensor.Tensor;

/**
 * Sixteen lights to draw from, as spherical-harmonics coefficients: ambient light plus one
 * directional light, white, from sixteen directions around the viewer. Shading stays within [0, 1].
 */
public final class LightPresets {
  public static final int COUNT = 16;

  /** The preset that lights what a camera sees from in front and above. */
  public static final int FROM_ABOVE = 1;

  /** The albedo of grey heads in pictures and measures: under a preset none of it is blown out. */
  public static final double GREY_ALBEDO = 0.8;

  /**
   * Azimuth and elevation in degrees of the directional light, as of a camera that sees the front.
   */
  private static final double[][] DIRECTIONS = {
    {0, 0}, {0, 30}, {0, 60}, {0, 90},
    {30, 0}, {-30, 0}, {30, 30}, {-30, 30},
    {60, 0}, {-60, 0}, {60, 30}, {-60, 30},
    {45, 60}, {-45, 60}, {90, 30}, {-90, 30}
  };

  private static final double AMBIENT = 0.45;
  private static final double DIRECTIONAL = 0.5;

  private LightPresets() {}

  /**
   * Coefficients of a preset, [9, 3] on the CPU.
   *
   * @param preset 0 to 15
   * @param azimuth degrees by which the light is turned about +Y: 0 lights the front; a camera's
   *     azimuth turns it with the camera
   */
  public static Tensor light(int preset, double azimuth) {
    requirePreset(preset);
    double a = Math.toRadians(DIRECTIONS[preset][0] + azimuth);
    double e = Math.toRadians(DIRECTIONS[preset][1]);
    double[] basis =
        SphericalHarmonicsLight.basis(
            Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e));
    float[] light = new float[3 * SphericalHarmonicsLight.COEFFICIENTS];
    for (int i = 0; i < light.length; i++) {
      // Radiance of a distant source that gives a surface facing it irradiance pi, hence shading 1.
      double value = DIRECTIONAL * Math.PI * basis[i / 3];
      value += i / 3 == 0 ? AMBIENT * Math.sqrt(4 * Math.PI) : 0;
      light[i] = (float) value;
    }
    return Tensor.of(light, SphericalHarmonicsLight.COEFFICIENTS, 3);
  }

  static void requirePreset(int preset) {
    if (preset < 0 || preset >= COUNT) {
      throw new IllegalArgumentException(
          "Invalid light preset: %d (expected 0 to %d)".formatted(preset, COUNT - 1));
    }
  }
}
