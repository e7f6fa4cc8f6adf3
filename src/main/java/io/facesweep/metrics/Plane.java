package io.facesweep.metrics;

import io.facesweep.render.CannyEdges;
import java.util.Arrays;

/**
 * One channel of an image.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values [height, width], row 0 on top; not a copy
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier of pixels, never compared.
public record Plane(int width, int height, float[] values) {
  /**
   * @throws IllegalArgumentException if the values are not as many as the size says
   */
  public Plane {
    if (width < 1 || height < 1 || values.length != width * height) {
      throw new IllegalArgumentException(
          "Invalid plane: %d values (expected %d x %d)".formatted(values.length, height, width));
    }
  }

  /** Luminance (ITU-R BT.601) of an image [3, height, width]. */
  public static Plane luminance(float[] image, int width, int height) {
    return new Plane(width, height, CannyEdges.luminance(image));
  }

  /** One value everywhere. */
  public static Plane constant(int width, int height, double value) {
    float[] values = new float[width * height];
    Arrays.fill(values, (float) value);
    return new Plane(width, height, values);
  }

  float at(int x, int y) {
    return values[y * width + x];
  }

  /** The mirror image, left and right exchanged. */
  Plane mirrored() {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i + width - 1 - 2 * (i % width)];
    }
    return new Plane(width, height, result);
  }

  /** Returns half the size, each value the mean of four; the size is even. */
  Plane halved() {
    float[] result = new float[values.length / 4];
    for (int i = 0; i < result.length; i++) {
      int x = 2 * (i % (width / 2));
      int y = 2 * (i / (width / 2));
      result[i] = (at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1)) / 4;
    }
    return new Plane(width / 2, height / 2, result);
  }

  /** Element by element. */
  Plane times(Plane other) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i] * other.values[i];
    }
    return new Plane(width, height, result);
  }

  /**
   * Gaussian blur that only sees what the mask shows: blur(values * mask) / blur(mask); 0 far from
   * the mask.
   *
   * @param sigma in pixels
   */
  Plane blurred(Plane mask, double sigma) {
    Plane sums = times(mask).convolved(sigma);
    Plane weights = mask.convolved(sigma);
    for (int i = 0; i < sums.values.length; i++) {
      float weight = weights.values[i];
      sums.values[i] = weight > 1e-6f ? sums.values[i] / weight : 0;
    }
    return sums;
  }

  /** Separable Gaussian; outside the image are zeros. */
  private Plane convolved(double sigma) {
    int radius = (int) Math.ceil(3 * sigma);
    float[] kernel = new float[2 * radius + 1];
    for (int k = -radius; k <= radius; k++) {
      kernel[k + radius] = (float) Math.exp(-k * k / (2 * sigma * sigma));
    }
    float[] rows = new float[values.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int k = Math.max(-radius, -x); k <= Math.min(radius, width - 1 - x); k++) {
          sum += kernel[k + radius] * values[y * width + x + k];
        }
        rows[y * width + x] = sum;
      }
    }
    float[] result = new float[values.length];
    for (int y = 0; y < height; y++) {
      int last = Math.min(radius, height - 1 - y);
      for (int k = Math.max(-radius, -y); k <= last; k++) {
        float factor = kernel[k + radius];
        for (int x = 0; x < width; x++) {
          result[y * width + x] += factor * rows[(y + k) * width + x];
        }
      }
    }
    return new Plane(width, height, result);
  }

  /** Squared length of the gradient by central differences, the border repeated. */
  Plane squaredGradient() {
    float[] result = new float[values.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float dx = at(Math.min(width - 1, x + 1), y) - at(Math.max(0, x - 1), y);
        float dy = at(x, Math.min(height - 1, y + 1)) - at(x, Math.max(0, y - 1));
        result[y * width + x] = (dx * dx + dy * dy) / 4;
      }
    }
    return new Plane(width, height, result);
  }

  /** 1 where all pixels up to {@code radius} away in x and y are at least {@code least}, else 0. */
  Plane eroded(int radius, double least) {
    float[] rows = new float[values.length];
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int x = i % width;
      boolean inside = x >= radius && x < width - radius;
      for (int k = -radius; inside && k <= radius; k++) {
        inside = values[i + k] >= least;
      }
      rows[i] = inside ? 1 : 0;
    }
    for (int i = 0; i < values.length; i++) {
      int y = i / width;
      boolean inside = y >= radius && y < height - radius;
      for (int k = -radius; inside && k <= radius; k++) {
        inside = rows[i + k * width] == 1;
      }
      result[i] = inside ? 1 : 0;
    }
    return new Plane(width, height, result);
  }
}
