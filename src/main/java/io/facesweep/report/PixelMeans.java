package io.facesweep.report;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;

/**
 * Makes pictures smaller by a whole number: each pixel is the mean of those that it stands for.
 * Java takes ten times as long for its bicubic interpolation, which skips pixels besides.
 */
final class PixelMeans {
  private static final int BANDS = 3;

  private PixelMeans() {}

  /**
   * Draws a square picture into a square of another one, if it is of a kind that is known and
   * larger by a whole number.
   *
   * @param picture as {@link PictureStrip#decode} returns them
   * @param to of type {@link BufferedImage#TYPE_3BYTE_BGR}
   * @param left pixels of {@code to} to the left of the square
   * @param side of the square
   * @return whether it was drawn
   */
  static boolean draw(BufferedImage picture, BufferedImage to, int left, int side) {
    int every = picture.getWidth() / side;
    boolean isKnown =
        picture.getType() == BufferedImage.TYPE_3BYTE_BGR
            && picture.getRaster().getParent() == null
            && every > 1
            && picture.getWidth() == every * side
            && picture.getHeight() == every * side;
    if (isKnown) {
      draw(bytes(picture), every, bytes(to), BANDS * to.getWidth(), BANDS * left, side);
    }
    return isKnown;
  }

  private static byte[] bytes(BufferedImage picture) {
    return ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
  }

  private static void draw(byte[] from, int every, byte[] to, int stride, int begin, int side) {
    int width = BANDS * side;
    int[] sums = new int[width];
    int count = every * every;
    int next = 0;
    for (int y = 0; y < side; y++) {
      Arrays.fill(sums, count / 2);
      for (int row = 0; row < every; row++) {
        for (int x = 0; x < width; x += BANDS) {
          for (int column = 0; column < every; column++) {
            sums[x] += from[next++] & 0xff;
            sums[x + 1] += from[next++] & 0xff;
            sums[x + 2] += from[next++] & 0xff;
          }
        }
      }
      int place = y * stride + begin;
      for (int x = 0; x < width; x++) {
        to[place + x] = (byte) (sums[x] / count);
      }
    }
  }
}
