package io.facesweep.render;

import io.facesweep.tensor.Tensor;

/**
 * The sixteen lights of FaceG2E's code (Wu et al., CVPR 2024; github.com/JiejiangWu/FaceG2E, {@code
 * random_gamma} with strength 0.2 over the ambient 0.8 of its face model). All have ambient light
 * and some from in front and most some from above; each has more from a side or between. Its
 * shading is 0.886 of the ambient coefficient, 1.772 of those of y, z and x and 2.427 of those of
 * xy and yz, times the normal's monomial, and goes beyond 1.
 */
public final class FaceG2ELights {
  /** Its coefficients of y, x, xy and yz, in the order and with the signs of its code. */
  private static final double[][] LIGHTS = {
    {-0.2, -0.5, 0, 0}, {-0.2, 0, 0, 0}, {-0.2, 0.5, 0, 0}, {-0.4, 0, 0, 0},
    {0.2, 0.4, 0, 0}, {0.2, -0.4, 0, 0}, {-0.2, 0, -0.9, 0}, {-0.2, 0, -0.5, 0},
    {-0.2, 0, 0.5, 0}, {-0.2, 0, 0.9, 0}, {-0.2, 0.5, 0, 0.5}, {-0.2, -0.5, 0, 0.5},
    {-0.2, 0.3, 0, 0.4}, {-0.2, -0.3, 0, 0.4}, {-0.2, 0, 0, -0.4}, {-0.2, 0, 0, -0.7}
  };

  private static final double AMBIENT = 0.2 + 0.8;
  private static final double FRONTAL = 0.25;

  // What its code multiplies coefficients of each order with.
  private static final double ORDER_0 = Math.PI / Math.sqrt(4 * Math.PI);
  private static final double ORDER_1 = 2 * Math.PI / Math.sqrt(4 * Math.PI);
  private static final double ORDER_2 =
      2 * Math.PI / Math.sqrt(8) * 3 * Math.sqrt(5) / Math.sqrt(12 * Math.PI);

  private FaceG2ELights() {}

  /**
   * Returns the coefficients of a light, as {@link SphericalHarmonicsLight} takes them: [9, 3] on
   * the CPU.
   *
   * @param preset 0 to 15
   * @param azimuth degrees by which the light is turned about +Y
   */
  public static Tensor light(int preset, double azimuth) {
    LightPresets.requirePreset(preset);
    double[] own = LIGHTS[preset];
    double[] shading = {
      ORDER_0 * AMBIENT,
      -ORDER_1 * own[0],
      ORDER_1 * FRONTAL,
      -ORDER_1 * own[1],
      ORDER_2 * own[2],
      -ORDER_2 * own[3],
      0,
      0,
      0
    };
    double[] coefficients = new double[shading.length];
    for (int i = 0; i < coefficients.length; i++) {
      coefficients[i] = shading[i] / SphericalHarmonicsLight.shading(i);
    }
    double[] turned = SphericalHarmonicsLight.turned(coefficients, azimuth);
    float[] light = new float[3 * turned.length];
    for (int i = 0; i < light.length; i++) {
      light[i] = (float) turned[i / 3];
    }
    return Tensor.of(light, SphericalHarmonicsLight.COEFFICIENTS, 3);
  }
}
