package io.facesweep.render;

import java.util.Arrays;
import java.util.List;

/**
 * The reference of the fast rasterizer: every pixel against every triangle, straight from the
 * definition, with no increments and no bounds. Only for meshes that lie before the near plane.
 */
final class NaiveRasterizer {
  private final int height;
  private final int width;
  private final Culling culling;

  NaiveRasterizer(int height, int width, Culling culling) {
    this.height = height;
    this.width = width;
    this.culling = culling;
  }

  Fragments rasterize(List<ClipMesh> meshes) {
    int[] ids = new int[meshes.size() * height * width];
    float[] inverses = new float[ids.length];
    Arrays.fill(ids, Fragments.BACKGROUND);
    int pixel = 0;
    for (ClipMesh mesh : meshes) {
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++, pixel++) {
          for (int t = 0; t < mesh.faceCount(); t++) {
            double inverse = inverseDepth(mesh, t, column, row);
            if ((float) inverse > inverses[pixel]) {
              inverses[pixel] = (float) inverse;
              ids[pixel] = t;
            }
          }
        }
      }
    }
    return new Fragments(meshes, height, width, ids, inverses, new int[meshes.size()]);
  }

  /** 1 / depth of a triangle at a pixel's centre, or 0 where it does not cover it. */
  private double inverseDepth(ClipMesh mesh, int triangle, int column, int row) {
    long[] x = new long[3];
    long[] y = new long[3];
    double[] inverse = new double[3];
    for (int corner = 0; corner < 3; corner++) {
      int v = 3 * mesh.faces()[3 * triangle + corner];
      double w = mesh.clip()[v + 2];
      x[corner] = Math.round((mesh.clip()[v] / w + 1) * 2048 * width);
      y[corner] = Math.round((1 - mesh.clip()[v + 1] / w) * 2048 * height);
      inverse[corner] = 1 / w;
    }
    long area = edge(x[0], y[0], x[1], y[1], x[2], y[2]);
    if (area == 0 || (area > 0 && culling == Culling.BACK)) {
      return 0;
    }
    long px = 4096L * column + 2048;
    long py = 4096L * row + 2048;
    double sum = 0;
    for (int corner = 0; corner < 3; corner++) {
      int from = (corner + (area > 0 ? 1 : 2)) % 3;
      int to = (corner + (area > 0 ? 2 : 1)) % 3;
      long weight = edge(x[from], y[from], x[to], y[to], px, py);
      boolean top = y[from] == y[to] && x[to] > x[from];
      boolean left = y[to] < y[from];
      if (weight < 0 || (weight == 0 && !top && !left)) {
        return 0;
      }
      sum += weight * inverse[corner];
    }
    return sum / Math.abs(area);
  }

  private static long edge(long ax, long ay, long bx, long by, long px, long py) {
    return (bx - ax) * (py - ay) - (by - ay) * (px - ax);
  }
}
