package io.facesweep.metrics;

import io.facesweep.tensor.Tensor;
import java.util.Base64;

/** A picture of 8 x 8 pixels, as a text: enough to tell how different heads look. */
public final class SmallPicture {
  private static final int SIDE = 8;
  private static final int CHANNELS = 3;

  /** Values of a picture: one a pixel and channel. */
  public static final int VALUES = CHANNELS * SIDE * SIDE;

  private static final int MAX = 255;

  private SmallPicture() {}

  /**
   * Averages a picture over squares.
   *
   * @param image [3, H, H] in [0, 1]
   * @return base64 of bytes [3, 8, 8]
   */
  static String of(Tensor image) {
    int side = Math.toIntExact(image.shape(1));
    float[] pixels = image.toFloats();
    double[] sums = new double[VALUES];
    int[] counts = new int[VALUES];
    for (int i = 0; i < pixels.length; i++) {
      int channel = i / (side * side);
      int y = i / side % side * SIDE / side;
      int x = i % side * SIDE / side;
      int place = (channel * SIDE + y) * SIDE + x;
      sums[place] += pixels[i];
      counts[place]++;
    }
    byte[] bytes = new byte[VALUES];
    for (int i = 0; i < VALUES; i++) {
      double mean = sums[i] / Math.max(1, counts[i]);
      bytes[i] = (byte) Math.round(MAX * Math.min(1, Math.max(0, mean)));
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * The values of a picture.
   *
   * @return [3, 8, 8] in [0, 1]; empty for a text that is no such picture
   */
  public static double[] values(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new double[0]; // whoever may write to the output may have written anything
    }
    if (bytes.length != VALUES) {
      return new double[0];
    }
    double[] values = new double[VALUES];
    for (int i = 0; i < VALUES; i++) {
      values[i] = (bytes[i] & MAX) / (double) MAX;
    }
    return values;
  }
}
