package io.facesweep.render;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Canny's edge detector (Canny 1986) with the conventions of OpenCV's {@code Canny(image, low,
 * high)} that ControlNet-canny checkpoints were trained with: 8-bit luminance, Sobel aperture 3
 * with replicated borders, L1 gradient magnitude, thinning in four directions, hysteresis over
 * eight neighbours. OpenCV itself does not blur; here a Gaussian is an option.
 *
 * @param low magnitude above which a pixel joins an edge that it touches; 0 or more, in 8-bit units
 *     as OpenCV's
 * @param high magnitude above which a pixel starts an edge; at least {@code low}
 * @param blur standard deviation of the Gaussian before the Sobel filter, pixels; 0 for none
 */
public record CannyEdges(int low, int high, double blur) {
  /** The thresholds that ControlNet's own examples use, without blur. */
  public static final CannyEdges REFERENCE = new CannyEdges(100, 200, 0);

  private static final byte NONE = 0;
  private static final byte WEAK = 1;
  private static final byte STRONG = 2;

  /**
   * tan(22.5 degrees) in 15 fraction bits, which splits directions into four sectors exactly as
   * OpenCV's.
   */
  private static final int TAN_22 = (int) (0.4142135623730950488016887242097 * (1 << 15) + 0.5);

  /**
   * @throws IllegalArgumentException naming the value that is out of range
   */
  public CannyEdges {
    if (low < 0 || high < low) {
      throw new IllegalArgumentException(
          "Invalid Canny thresholds: %d and %d (expected 0 <= low <= high)".formatted(low, high));
    }
    if (!(blur >= 0 && blur <= 100)) {
      throw new IllegalArgumentException(
          "Invalid Canny blur: %s (expected 0 to 100 pixels)".formatted(blur));
    }
  }

  /** Luminance of an image [3, H, W] in [0, 1]: [H, W], by ITU-R BT.601 as OpenCV's. */
  public static float[] luminance(float[] image) {
    int pixels = image.length / 3;
    if (image.length != 3 * pixels) {
      throw new IllegalArgumentException(
          "Invalid image: %d values (expected 3 channels)".formatted(image.length));
    }
    float[] grey = new float[pixels];
    for (int i = 0; i < pixels; i++) {
      grey[i] = 0.299f * image[i] + 0.587f * image[pixels + i] + 0.114f * image[2 * pixels + i];
    }
    return grey;
  }

  /**
   * Finds the edges of a grey image.
   *
   * @param grey luminance [H, W] in [0, 1]
   * @return [H, W], 1 on edges, else 0
   */
  public float[] detect(float[] grey, int height, int width) {
    if (height < 1 || width < 1 || grey.length != height * width) {
      throw new IllegalArgumentException(
          "Invalid grey image: %d values (expected %d x %d)".formatted(grey.length, height, width));
    }
    int[] levels = quantise(blur > 0 ? blurred(grey, height, width) : grey);
    int[] dx = sobel(levels, height, width, Axis.X);
    int[] dy = sobel(levels, height, width, Axis.Y);
    byte[] thin = thin(dx, dy, height, width);
    return follow(thin, height, width);
  }

  private enum Axis {
    X,
    Y
  }

  private static int[] quantise(float[] grey) {
    int[] levels = new int[grey.length];
    for (int i = 0; i < grey.length; i++) {
      levels[i] = Math.round(255 * Math.max(0, Math.min(1, grey[i])));
    }
    return levels;
  }

  /**
   * Separable Gaussian with mirrored borders (the border pixel not repeated, as OpenCV's default).
   */
  private float[] blurred(float[] grey, int height, int width) {
    int radius = (int) Math.ceil(3 * blur);
    float[] kernel = new float[2 * radius + 1];
    float sum = 0;
    for (int k = -radius; k <= radius; k++) {
      kernel[k + radius] = (float) Math.exp(-k * k / (2 * blur * blur));
      sum += kernel[k + radius];
    }
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] /= sum;
    }
    float[] rows = convolve(grey, kernel, height, width, Axis.X);
    return convolve(rows, kernel, height, width, Axis.Y);
  }

  private static float[] convolve(float[] image, float[] kernel, int height, int width, Axis axis) {
    float[] result = new float[image.length];
    int radius = kernel.length / 2;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int k = -radius; k <= radius; k++) {
          int sx = axis == Axis.X ? mirrored(x + k, width) : x;
          int sy = axis == Axis.Y ? mirrored(y + k, height) : y;
          sum += kernel[k + radius] * image[sy * width + sx];
        }
        result[y * width + x] = sum;
      }
    }
    return result;
  }

  private static int mirrored(int at, int size) {
    if (size == 1) {
      return 0;
    }
    int period = 2 * (size - 1);
    int folded = Math.floorMod(at, period);
    return folded < size ? folded : period - folded;
  }

  private static int[] sobel(int[] levels, int height, int width, Axis axis) {
    int[] result = new int[levels.length];
    for (int y = 0; y < height; y++) {
      int above = Math.max(0, y - 1) * width;
      int here = y * width;
      int below = Math.min(height - 1, y + 1) * width;
      for (int x = 0; x < width; x++) {
        int left = Math.max(0, x - 1);
        int right = Math.min(width - 1, x + 1);
        int falling = levels[below + right] - levels[above + left];
        int rising = levels[above + right] - levels[below + left];
        result[here + x] =
            axis == Axis.X
                ? falling + rising + 2 * (levels[here + right] - levels[here + left])
                : falling - rising + 2 * (levels[below + x] - levels[above + x]);
      }
    }
    return result;
  }

  /**
   * Keeps the pixels whose magnitude is greatest across the edge, and sorts them by the two
   * thresholds.
   */
  private byte[] thin(int[] dx, int[] dy, int height, int width) {
    int stride = width + 2;
    int[] magnitude = new int[stride * (height + 2)]; // a border of zeros around the image
    for (int i = 0; i < dx.length; i++) {
      magnitude[(i / width + 1) * stride + i % width + 1] = Math.abs(dx[i]) + Math.abs(dy[i]);
    }
    byte[] kept = new byte[dx.length];
    for (int i = 0; i < dx.length; i++) {
      int at = (i / width + 1) * stride + i % width + 1;
      int here = magnitude[at];
      if (here > low && isPeak(magnitude, at, stride, dx[i], dy[i])) {
        kept[i] = here > high ? STRONG : WEAK;
      }
    }
    return kept;
  }

  private static boolean isPeak(int[] magnitude, int at, int stride, int dx, int dy) {
    int here = magnitude[at];
    long steep = (long) Math.abs(dy) << 15;
    long flat = (long) Math.abs(dx) * TAN_22;
    if (steep < flat) {
      return here > magnitude[at - 1] && here >= magnitude[at + 1];
    }
    if (steep > flat + ((long) Math.abs(dx) << 16)) {
      return here > magnitude[at - stride] && here >= magnitude[at + stride];
    }
    int side = (dx ^ dy) < 0 ? -1 : 1;
    return here > magnitude[at - stride - side] && here > magnitude[at + stride + side];
  }

  /** Keeps the weak pixels that are connected to strong ones. */
  private static float[] follow(byte[] kept, int height, int width) {
    float[] edges = new float[kept.length];
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i] == STRONG) {
        open.push(i);
      }
    }
    while (!open.isEmpty()) {
      int at = open.pop();
      if (edges[at] == 1) {
        continue;
      }
      edges[at] = 1;
      for (int y = Math.max(0, at / width - 1); y <= Math.min(height - 1, at / width + 1); y++) {
        for (int x = Math.max(0, at % width - 1); x <= Math.min(width - 1, at % width + 1); x++) {
          int next = y * width + x;
          if (kept[next] != NONE && edges[next] == 0) {
            open.push(next);
          }
        }
      }
    }
    return edges;
  }
}
