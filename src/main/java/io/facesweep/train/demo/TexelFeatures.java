package io.facesweep.train.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a face's texture as numbers: for each texel of the right half, averaged with its twin
 * of the left, the logarithms of its colour against the skin's, and how far from it they are.
 */
final class TexelFeatures {
  /** Added to every channel, so that black has a logarithm. */
  private static final double BLACK = 0.03;

  private static final int CHANNELS = 3;

  private final int side;
  private final List<Integer> texels = new ArrayList<>();
  private final List<Integer> skin = new ArrayList<>();

  TexelFeatures(HeadChart chart, FaceFeature feature) {
    this.side = chart.side();
    for (int texel = 0; texel < side * side; texel++) {
      double x = Math.abs(chart.x(texel));
      double y = chart.y(texel);
      double z = chart.z(texel);
      if (texel % side >= side / 2 && feature.isSeenAt(x, y, z)) {
        texels.add(texel);
      }
      if (z > 40 && y < 5 && y > -40 && x < 22) {
        skin.add(texel);
      }
    }
  }

  /** Returns how many numbers there are. */
  int size() {
    return 2 * CHANNELS * texels.size();
  }

  /**
   * Marks the texels that the numbers come from.
   *
   * @param marked [side * side], row 0 on top
   */
  void markIn(boolean[] marked) {
    for (int texel : texels) {
      marked[texel] = true;
      marked[twin(texel)] = true;
    }
    for (int texel : skin) {
      marked[texel] = true;
    }
  }

  /** Returns the texel that lies on the other side of the face. */
  private int twin(int texel) {
    return texel - texel % side + side - 1 - texel % side;
  }

  /** Returns the numbers of a texture [3, side, side]. */
  double[] of(float[] texture) {
    double[] features = new double[size()];
    int at = 0;
    for (int channel = 0; channel < CHANNELS; channel++) {
      double around = 0;
      for (int texel : skin) {
        around += logarithm(texture, channel, texel) / skin.size();
      }
      for (int texel : texels) {
        double right = logarithm(texture, channel, texel) - around;
        double left = logarithm(texture, channel, twin(texel)) - around;
        features[at++] = (right + left) / 2;
        features[at++] = (Math.abs(right) + Math.abs(left)) / 2;
      }
    }
    return features;
  }

  private double logarithm(float[] texture, int channel, int texel) {
    return Math.log(texture[channel * side * side + texel] + BLACK);
  }
}
