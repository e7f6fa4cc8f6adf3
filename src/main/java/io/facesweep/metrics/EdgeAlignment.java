package io.facesweep.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link Metrics#EDGE_ALIGNMENT}: do the texture's edges lie where the geometry's are? */
public final class EdgeAlignment {
  /** Side of the image / standard deviation of the blur that forgives small distances. */
  private static final double BLUR = 64;

  /** Side of the image / width of the rim along the border that does not count. */
  private static final int RIM = 32;

  private EdgeAlignment() {}

  /**
   * The correlation over the pixels of all views together.
   *
   * @param texture unlit textured renders [N, 3, side, side]
   * @param normals normals as colours in the same views [N, 3, side, side]
   * @param coverage where to look: 1 inside, e.g. where the face is, and 0 outside [N, 1, side,
   *     side]
   * @param side of the images in pixels
   * @return -1 to 1; 0 where either has no edges
   */
  public static double of(float[] texture, float[] normals, float[] coverage, int side) {
    int pixels = side * side;
    if (texture.length != normals.length || texture.length != 3 * coverage.length) {
      throw new IllegalArgumentException(
          "Invalid renders: %d texture, %d normal and %d coverage values (expected 3 : 3 : 1)"
              .formatted(texture.length, normals.length, coverage.length));
    }
    List<double[]> pairs = new ArrayList<>();
    for (int view = 0; view < coverage.length / pixels; view++) {
      float[] covered = Arrays.copyOfRange(coverage, view * pixels, (view + 1) * pixels);
      Plane inside = new Plane(side, side, covered).eroded(Math.max(1, side / RIM), 0.999);
      Plane textureEdges = edges(List.of(grey(texture, view, side)), inside);
      Plane normalEdges = edges(channels(normals, view, side), inside);
      for (int i = 0; i < pixels; i++) {
        if (inside.values()[i] == 1) {
          pairs.add(new double[] {textureEdges.values()[i], normalEdges.values()[i]});
        }
      }
    }
    return correlation(pairs);
  }

  private static Plane grey(float[] images, int view, int side) {
    int size = 3 * side * side;
    return Plane.luminance(Arrays.copyOfRange(images, view * size, (view + 1) * size), side, side);
  }

  private static List<Plane> channels(float[] images, int view, int side) {
    List<Plane> planes = new ArrayList<>();
    int pixels = side * side;
    for (int channel = 3 * view; channel < 3 * view + 3; channel++) {
      float[] values = Arrays.copyOfRange(images, channel * pixels, (channel + 1) * pixels);
      planes.add(new Plane(side, side, values));
    }
    return planes;
  }

  /** Length of the gradient of all channels together, a little blurred. */
  private static Plane edges(List<Plane> channels, Plane inside) {
    float[] lengths = new float[inside.values().length];
    for (Plane channel : channels) {
      Plane squared = channel.squaredGradient();
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] += squared.values()[i];
      }
    }
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = (float) Math.sqrt(lengths[i]);
    }
    return new Plane(inside.width(), inside.height(), lengths)
        .blurred(inside, inside.width() / BLUR);
  }

  private static double correlation(List<double[]> pairs) {
    WeightedMoments first = new WeightedMoments();
    WeightedMoments second = new WeightedMoments();
    WeightedMoments products = new WeightedMoments();
    for (double[] pair : pairs) {
      first.add(pair[0], 1);
      second.add(pair[1], 1);
      products.add(pair[0] * pair[1], 1);
    }
    double scale = Math.sqrt(first.variance() * second.variance());
    boolean edged = scale > 1e-12;
    return edged ? (products.mean() - first.mean() * second.mean()) / scale : 0;
  }
}
