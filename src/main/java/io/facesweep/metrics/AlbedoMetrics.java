package io.facesweep.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is measured of a texture itself. Textures are [3, side, side] in [0, 1]; skin is a plane of
 * the same size with weights from 0 to 1. Where there is no skin, and where it is black, results
 * are NaN.
 */
public final class AlbedoMetrics {
  /** Side of the texture / standard deviation of the blur that leaves lighting. */
  private static final double BLUR = 16;

  private AlbedoMetrics() {}

  /** Everything that is measured of a texture alone, in order. */
  static Map<Metric, Double> all(float[] albedo, Plane skin) {
    Map<Metric, Double> all = new LinkedHashMap<>();
    all.put(Metrics.LIGHTING_VARIATION, lightingVariation(albedo, skin));
    all.put(Metrics.LIGHTING_ASYMMETRY, lightingAsymmetry(albedo, skin));
    all.put(Metrics.SHARPNESS, sharpness(albedo, skin));
    all.put(Metrics.SATURATION, saturation(albedo, skin));
    return all;
  }

  /** {@link Metrics#LIGHTING_VARIATION}. */
  public static double lightingVariation(float[] albedo, Plane skin) {
    Plane light = lighting(albedo, skin);
    WeightedMoments moments = new WeightedMoments();
    for (int i = 0; i < light.values().length; i++) {
      moments.add(light.values()[i], skin.values()[i]);
    }
    return Math.sqrt(moments.variance()) / moments.mean();
  }

  /** {@link Metrics#LIGHTING_ASYMMETRY}; the texture's left-right axis is its middle. */
  public static double lightingAsymmetry(float[] albedo, Plane skin) {
    Plane light = lighting(albedo, skin);
    Plane mirrored = light.mirrored();
    Plane both = skin.times(skin.mirrored());
    WeightedMoments differences = new WeightedMoments();
    WeightedMoments levels = new WeightedMoments();
    for (int i = 0; i < both.values().length; i++) {
      float value = light.values()[i];
      differences.add(Math.abs(value - mirrored.values()[i]), both.values()[i]);
      levels.add(value, both.values()[i]);
    }
    return differences.mean() / levels.mean();
  }

  private static Plane lighting(float[] albedo, Plane skin) {
    return Plane.luminance(albedo, skin.width(), skin.height()).blurred(skin, skin.width() / BLUR);
  }

  /** {@link Metrics#SHARPNESS}; only pixels whose four neighbours are mostly skin count. */
  public static double sharpness(float[] albedo, Plane skin) {
    Plane grey = Plane.luminance(albedo, skin.width(), skin.height());
    WeightedMoments moments = new WeightedMoments();
    for (int y = 1; y < grey.height() - 1; y++) {
      for (int x = 1; x < grey.width() - 1; x++) {
        float least =
            Math.min(
                skin.at(x, y),
                Math.min(
                    Math.min(skin.at(x - 1, y), skin.at(x + 1, y)),
                    Math.min(skin.at(x, y - 1), skin.at(x, y + 1))));
        double laplacian =
            (double) grey.at(x - 1, y)
                + grey.at(x + 1, y)
                + grey.at(x, y - 1)
                + grey.at(x, y + 1)
                - 4.0 * grey.at(x, y);
        moments.add(laplacian, least > 0.5f ? 1 : 0);
      }
    }
    return moments.variance();
  }

  /** {@link Metrics#SATURATION}: (max - min) / max of the channels, 0 for black. */
  public static double saturation(float[] albedo, Plane skin) {
    int pixels = skin.values().length;
    WeightedMoments moments = new WeightedMoments();
    for (int i = 0; i < pixels; i++) {
      float red = albedo[i];
      float green = albedo[pixels + i];
      float blue = albedo[2 * pixels + i];
      float most = Math.max(red, Math.max(green, blue));
      float least = Math.min(red, Math.min(green, blue));
      moments.add(most > 0 ? (most - least) / most : 0, skin.values()[i]);
    }
    return moments.mean();
  }
}
