package io.facesweep.render;

import io.facesweep.tensor.MeshOperators;
import io.facesweep.tensor.Tensor;

/**
 * Diffuse shading by distant light given as nine spherical-harmonics coefficients a channel.
 *
 * <p>Source: Ramamoorthi and Hanrahan, "An Efficient Representation for Irradiance Environment
 * Maps", SIGGRAPH 2001, equations 3 (basis), 8 and 9 (the cosine lobe's weights pi, 2 pi / 3, pi /
 * 4). Coefficients are of the incoming radiance, in the order (l, m) = 00, 1-1, 10, 11, 2-2, 2-1,
 * 20, 21, 22, that is 1, y, z, x, xy, yz, 3z^2 - 1, xz, x^2 - y^2, in world axes. The shading is
 * the irradiance / pi, so that light of radiance 1 from everywhere shades everything 1.
 */
public final class SphericalHarmonicsLight {
  /** Coefficients a channel. */
  public static final int COEFFICIENTS = 9;

  private static final double[] BASIS = {
    0.282095, 0.488603, 0.488603, 0.488603, 1.092548, 1.092548, 0.315392, 1.092548, 0.546274
  };
  private static final double[] LOBE = {1, 2.0 / 3, 2.0 / 3, 2.0 / 3, 0.25, 0.25, 0.25, 0.25, 0.25};

  private static final double HALF_ROOT_3 = Math.sqrt(3) / 2;

  private static final float[] MONOMIALS = monomials();

  private SphericalHarmonicsLight() {}

  /**
   * Returns light from everywhere, white, that shades every surface alike.
   *
   * @param shading what it multiplies albedos with
   * @return coefficients [9 * 3]
   */
  public static float[] even(double shading) {
    float[] light = new float[3 * COEFFICIENTS];
    for (int channel = 0; channel < 3; channel++) {
      light[channel] = (float) (shading * Math.sqrt(4 * Math.PI));
    }
    return light;
  }

  /** The nine basis functions in a direction of unit length. */
  public static double[] basis(double x, double y, double z) {
    double[] terms = {1, y, z, x, x * y, y * z, 3 * z * z - 1, x * z, x * x - y * y};
    for (int i = 0; i < terms.length; i++) {
      terms[i] *= BASIS[i];
    }
    return terms;
  }

  /** What a coefficient of 1 adds to the shading, of the monomial that it stands for. */
  static double shading(int coefficient) {
    return BASIS[coefficient] * LOBE[coefficient];
  }

  /**
   * Turns a light about +Y, so that what came from +Z comes from +X after 90 degrees.
   *
   * @param light coefficients of one channel [9]
   * @param azimuth degrees
   */
  static double[] turned(double[] light, double azimuth) {
    double[] turned = light.clone();
    turn(turned, 2, 3, azimuth); // z, x
    turn(turned, 5, 4, azimuth); // yz, xy
    // 3z^2 - 1 and x^2 - y^2 are made of 3y^2 - 1, which stays, and z^2 - x^2, which turns with zx
    double[] pair = {HALF_ROOT_3 * light[6] - light[8] / 2, light[7]};
    double still = -light[6] / 2 - HALF_ROOT_3 * light[8];
    turn(pair, 0, 1, 2 * azimuth);
    turned[6] = -still / 2 + HALF_ROOT_3 * pair[0];
    turned[7] = pair[1];
    turned[8] = -HALF_ROOT_3 * still - pair[0] / 2;
    return turned;
  }

  private static void turn(double[] values, int cosine, int sine, double degrees) {
    double angle = Math.toRadians(degrees);
    double along = values[cosine];
    double across = values[sine];
    values[cosine] = along * Math.cos(angle) - across * Math.sin(angle);
    values[sine] = across * Math.cos(angle) + along * Math.sin(angle);
  }

  /**
   * Shades normals; differentiable with respect to both.
   *
   * @param light coefficients [9, 3]
   * @param normals unit vectors [3, P]
   * @return factors to multiply the albedo with, [3, P], RGB
   */
  public static Tensor shade(Tensor light, Tensor normals) {
    return MeshOperators.shadeDiffuse(polynomial(light), normals);
  }

  /**
   * A light as a polynomial of directions, for {@link MeshOperators#shadeDiffuse}.
   *
   * @param light coefficients [9, 3]
   * @return [10, 3], on the light's device
   */
  static Tensor polynomial(Tensor light) {
    light.requireShape("light", COEFFICIENTS, 3);
    return MeshOperators.lightPolynomial(Tensor.of(MONOMIALS, 10, COEFFICIENTS).like(light), light);
  }

  /**
   * Weight of each coefficient in the factors of 1, x, y, z, x^2, y^2, z^2, xy, yz, zx: [10, 9].
   */
  private static float[] monomials() {
    float[] m = new float[10 * COEFFICIENTS];
    int[][] terms = {
      {0, 0, 1},
      {2, 1, 1},
      {3, 2, 1},
      {1, 3, 1},
      {7, 4, 1},
      {8, 5, 1},
      {6, 6, 3},
      {0, 6, -1},
      {9, 7, 1},
      {4, 8, 1},
      {5, 8, -1}
    };
    for (int[] term : terms) {
      int row = term[0];
      int coefficient = term[1];
      m[row * COEFFICIENTS + coefficient] =
          (float) (term[2] * BASIS[coefficient] * LOBE[coefficient]);
    }
    return m;
  }
}
