package io.facesweep.train.demo;

import io.facesweep.train.Initialisation;
import java.util.SplittableRandom;

/** The colour of a spot while layers are painted over it, unlit sRGB. */
final class Pigment {
  private final float[] colour = new float[3];

  void set(float[] rgb) {
    System.arraycopy(rgb, 0, colour, 0, 3);
  }

  /** Covers a share of it, limited to 0 to 1, by another colour. */
  void mix(double amount, float[] other) {
    if (amount <= 0) {
      return;
    }
    float share = (float) Math.min(1, amount);
    for (int channel = 0; channel < 3; channel++) {
      colour[channel] += share * (other[channel] - colour[channel]);
    }
  }

  /** Multiplies the channels. */
  void scale(double red, double green, double blue) {
    colour[0] *= (float) Math.max(0, red);
    colour[1] *= (float) Math.max(0, green);
    colour[2] *= (float) Math.max(0, blue);
  }

  /** Darkens by a share, a little less in red, as skin does in its folds. */
  void shade(double amount) {
    scale(1 - 0.85 * amount, 1 - amount, 1 - amount);
  }

  /** Returns a channel within [0, 1]. */
  float channel(int index) {
    return Math.min(1, Math.max(0, colour[index]));
  }

  /** Returns a colour that differs a little from another. */
  static float[] varied(float[] rgb, SplittableRandom random) {
    double brightness = 0.02 * Initialisation.gaussian(random);
    float[] varied = new float[3];
    for (int channel = 0; channel < 3; channel++) {
      double value = rgb[channel] + brightness + 0.012 * Initialisation.gaussian(random);
      varied[channel] = (float) Math.min(1, Math.max(0, value));
    }
    return varied;
  }

  /** Returns a colour times a factor a channel. */
  static float[] times(float[] rgb, double red, double green, double blue) {
    return new float[] {(float) (rgb[0] * red), (float) (rgb[1] * green), (float) (rgb[2] * blue)};
  }

  static float[] times(float[] rgb, double factor) {
    return times(rgb, factor, factor, factor);
  }

  /** Returns a mean of two colours. */
  static float[] between(float[] from, float[] to, double share) {
    float[] mean = new float[3];
    for (int channel = 0; channel < 3; channel++) {
      mean[channel] = (float) (from[channel] + share * (to[channel] - from[channel]));
    }
    return mean;
  }
}
