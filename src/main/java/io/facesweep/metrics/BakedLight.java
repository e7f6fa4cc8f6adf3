package io.facesweep.metrics;

import io.facesweep.render.SphericalHarmonicsLight;
import java.util.List;

/**
 * Light that is painted into a texture: how much of it follows the directions that the surface
 * faces. The nine spherical harmonics of the normals can explain any distant light on a matt
 * surface (Ramamoorthi and Hanrahan 2001); patches of another colour, beards and freckles, do not
 * follow them, and a flat colour has nothing to explain.
 */
final class BakedLight {
  private static final int TERMS = 9;

  /** Rec. 709 weights of red, green and blue in linear light. */
  private static final double[] LUMINANCE = {0.2126, 0.7152, 0.0722};

  /** Darker texels count as this bright, a thousandth of white. */
  private static final double BLACK = 1e-3;

  /** Of the sum of weights; keeps a head whose normals all lie in a plane solvable. */
  private static final double RIDGE = 1e-9;

  private final double[][] products = new double[TERMS][TERMS];
  private final double[] sums = new double[TERMS];

  private BakedLight() {}

  /**
   * Measures a texture.
   *
   * @param albedo [3, side, side] in [0, 1], sRGB
   * @param skin weights of the texels
   * @param normals x, y and z of the surface at each texel, of about unit length
   * @return the standard deviation over the skin of the part of the natural logarithm of luminance
   *     that the harmonics explain; NaN without skin
   */
  static double of(float[] albedo, Plane skin, List<Plane> normals) {
    int texels = skin.values().length;
    double[][] basis = new double[texels][];
    double[] logs = new double[texels];
    BakedLight fit = new BakedLight();
    double weights = 0;
    for (int i = 0; i < texels; i++) {
      float weight = skin.values()[i];
      double[] normal = unit(normals, i);
      if (weight > 0 && normal.length > 0) {
        basis[i] = SphericalHarmonicsLight.basis(normal[0], normal[1], normal[2]);
        logs[i] = logLuminance(albedo, texels, i);
        fit.add(basis[i], logs[i], weight);
        weights += weight;
      }
    }
    if (weights == 0) {
      return Double.NaN;
    }
    double[] coefficients = fit.solve(RIDGE * weights);
    WeightedMoments explained = new WeightedMoments();
    for (int i = 0; i < texels; i++) {
      if (basis[i] != null) {
        double value = 0;
        for (int k = 0; k < TERMS; k++) {
          value += coefficients[k] * basis[i][k];
        }
        explained.add(value, skin.values()[i]);
      }
    }
    return Math.sqrt(explained.variance());
  }

  /** A unit vector; empty where there is no surface. */
  private static double[] unit(List<Plane> normals, int texel) {
    double x = normals.get(0).values()[texel];
    double y = normals.get(1).values()[texel];
    double z = normals.get(2).values()[texel];
    double length = Math.sqrt(x * x + y * y + z * z);
    return length > 0 ? new double[] {x / length, y / length, z / length} : new double[0];
  }

  private static double logLuminance(float[] albedo, int texels, int texel) {
    double luminance = 0;
    for (int channel = 0; channel < LUMINANCE.length; channel++) {
      luminance += LUMINANCE[channel] * linear(albedo[channel * texels + texel]);
    }
    return Math.log(Math.max(BLACK, luminance));
  }

  /** Linear light of an sRGB value (IEC 61966-2-1). */
  static double linear(double value) {
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private void add(double[] basis, double value, double weight) {
    for (int i = 0; i < TERMS; i++) {
      for (int j = 0; j < TERMS; j++) {
        products[i][j] += weight * basis[i] * basis[j];
      }
      sums[i] += weight * basis[i] * value;
    }
  }

  /** Solves the normal equations, which are positive definite with a ridge (Cholesky). */
  private double[] solve(double ridge) {
    double[][] lower = new double[TERMS][TERMS];
    for (int i = 0; i < TERMS; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = products[i][j] + (i == j ? ridge : 0);
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
    }
    double[] x = new double[TERMS];
    for (int i = 0; i < TERMS; i++) {
      double sum = sums[i];
      for (int k = 0; k < i; k++) {
        sum -= lower[i][k] * x[k];
      }
      x[i] = sum / lower[i][i];
    }
    for (int i = TERMS - 1; i >= 0; i--) {
      double sum = x[i];
      for (int k = i + 1; k < TERMS; k++) {
        sum -= lower[k][i] * x[k];
      }
      x[i] = sum / lower[i][i];
    }
    return x;
  }
}
