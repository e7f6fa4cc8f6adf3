package io.facesweep.metrics;

import io.facesweep.render.MeshTopology;
import java.util.Map;
import java.util.Objects;

/**
 * How far a texture's edges are from where the geometry has its eyes and lips: the shift of the
 * texture that makes its edges fit best to the borders of these regions. Shading is smooth and has
 * no edges there, so that light painted into a texture is not taken for fit.
 */
final class Misregistration {
  /** Side that textures are looked at with, at most: edges finer than that are noise. */
  private static final int MAX_SIDE = 256;

  /** Texture's side / the largest shift that is looked for. */
  private static final int RANGE = 16;

  /** Texture's side / standard deviation of the blur before edges are taken. */
  private static final double BLUR = 128;

  /** Less is no fit at all: a texture that has no such edges anywhere near. */
  private static final double MIN_CORRELATION = 0.1;

  private final Plane edges;
  private final Plane borders;
  private final int range;

  private Misregistration(Plane edges, Plane borders) {
    this.edges = edges;
    this.borders = borders;
    this.range = Math.max(1, edges.width() / RANGE);
  }

  /** Whether a face model knows where its eyes and lips are. */
  static boolean isDefined(Map<String, float[]> regions) {
    return regions.containsKey("eyes") && regions.containsKey("lips");
  }

  /**
   * {@link Metrics#MISREGISTRATION}.
   *
   * @param albedo [3, side, side] in [0, 1]
   * @param regions weights of vertices by name, eyes and lips among them
   * @return in percent of the texture's side; NaN where no shift fits
   */
  static double of(float[] albedo, int side, MeshTopology topology, Map<String, float[]> regions) {
    Plane light = Plane.luminance(albedo, side, side);
    while (light.width() > MAX_SIDE && light.width() % 2 == 0) {
      light = light.halved();
    }
    int small = light.width();
    double sigma = Math.max(0.5, small / BLUR);
    float[] borders = new float[small * small];
    for (String name : new String[] {"eyes", "lips"}) {
      float[] weights = Objects.requireNonNull(regions.get(name), name);
      Plane region = RegionMask.inTexture(topology, weights, small);
      float[] lengths = edges(region, sigma).values();
      for (int i = 0; i < borders.length; i++) {
        borders[i] += lengths[i];
      }
    }
    Misregistration fit =
        new Misregistration(edges(light, sigma), new Plane(small, small, borders));
    return 100.0 * fit.shift() / small;
  }

  /** The length of the gradient of a blurred plane. */
  private static Plane edges(Plane plane, double sigma) {
    Plane all = Plane.constant(plane.width(), plane.height(), 1);
    Plane squares = plane.blurred(all, sigma).squaredGradient();
    float[] lengths = new float[squares.values().length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = (float) Math.sqrt(squares.values()[i]);
    }
    return new Plane(plane.width(), plane.height(), lengths);
  }

  /** Length in texels of the shift that fits best; the shorter one where two fit as well. */
  private double shift() {
    int[] window = window();
    double best = MIN_CORRELATION;
    double length = Double.NaN;
    for (int dy = -range; dy <= range; dy++) {
      for (int dx = -range; dx <= range; dx++) {
        double correlation = correlation(dx, dy, window);
        double shift = Math.hypot(dx, dy);
        if (correlation > best || (correlation == best && shift < length)) {
          best = correlation;
          length = shift;
        }
      }
    }
    return length;
  }

  /** Pearson's correlation of the borders with the edges that a shift away. */
  private double correlation(int dx, int dy, int[] window) {
    double n = 0;
    double sumE = 0;
    double sumB = 0;
    double squaresE = 0;
    double squaresB = 0;
    double products = 0;
    for (int y = window[1]; y <= window[3]; y++) {
      for (int x = window[0]; x <= window[2]; x++) {
        double e = edges.at(x + dx, y + dy);
        double b = borders.at(x, y);
        n++;
        sumE += e;
        sumB += b;
        squaresE += e * e;
        squaresB += b * b;
        products += e * b;
      }
    }
    double variances = (squaresE - sumE * sumE / n) * (squaresB - sumB * sumB / n);
    return variances > 0 ? (products - sumE * sumB / n) / Math.sqrt(variances) : Double.NaN;
  }

  /** First and last x and y around the borders from which every shift stays in the texture. */
  private int[] window() {
    int[] box = {edges.width(), edges.height(), -1, -1};
    for (int y = 0; y < edges.height(); y++) {
      for (int x = 0; x < edges.width(); x++) {
        if (borders.at(x, y) > 0) {
          box[0] = Math.min(box[0], x);
          box[1] = Math.min(box[1], y);
          box[2] = Math.max(box[2], x);
          box[3] = Math.max(box[3], y);
        }
      }
    }
    return new int[] {
      Math.max(range, box[0] - range),
      Math.max(range, box[1] - range),
      Math.min(edges.width() - 1 - range, box[2] + range),
      Math.min(edges.height() - 1 - range, box[3] + range)
    };
  }
}
