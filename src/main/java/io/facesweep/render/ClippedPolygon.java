package io.facesweep.render;

/**
 * A triangle clipped to the near plane and to the guard band, in homogeneous coordinates
 * (Sutherland and Hodgman 1974). Reusable.
 *
 * <p>A cut is computed from the inner to the outer end of an edge, so two triangles that share the
 * edge get the same point.
 */
final class ClippedPolygon {
  /** A triangle gains at most one corner per plane. */
  private static final int MAX_CORNERS = 8;

  private final int height;
  private final int width;

  /** Planes (a, b, c): inside is a x + b y + c w + d >= 0. */
  private final double[][] planes;

  private double[] corners = new double[3 * MAX_CORNERS];
  private double[] next = new double[3 * MAX_CORNERS];
  private int size;
  private boolean degenerate;

  ClippedPolygon(int height, int width) {
    this.height = height;
    this.width = width;
    // Half of the guard band, so that rounding cannot leave it.
    double guardX = (double) TriangleScan.GUARD / width - 1;
    double guardY = (double) TriangleScan.GUARD / height - 1;
    this.planes =
        new double[][] {
          {0, 0, 1, -Camera.NEAR},
          {1, 0, guardX, 0},
          {-1, 0, guardX, 0},
          {0, 1, guardY, 0},
          {0, -1, guardY, 0}
        };
  }

  /** Clips the triangle of three vertices of (x, y, w), [V, 3]. */
  void clip(float[] clip, int a, int b, int c) {
    size = 3;
    int[] vertices = {a, b, c};
    for (int corner = 0; corner < 3; corner++) {
      for (int i = 0; i < 3; i++) {
        corners[3 * corner + i] = clip[3 * vertices[corner] + i];
      }
    }
    degenerate = volume() == 0;
    for (double[] plane : planes) {
      cut(plane);
    }
  }

  /** Number of corners; less than 3 when nothing is left. */
  int size() {
    return size;
  }

  /** Whether the triangle spans no area as seen from the camera's centre. */
  boolean isDegenerate() {
    return degenerate;
  }

  /** Snapped screen coordinate of a corner. */
  int x(int corner) {
    double normalised = corners[3 * corner] / corners[3 * corner + 2];
    return (int) Math.floor(TriangleScan.screen(normalised, width) + 0.5);
  }

  /** Snapped screen coordinate of a corner, y down. */
  int y(int corner) {
    double normalised = -corners[3 * corner + 1] / corners[3 * corner + 2];
    return (int) Math.floor(TriangleScan.screen(normalised, height) + 0.5);
  }

  /** 1 / depth of a corner. */
  float inverse(int corner) {
    return (float) (1 / corners[3 * corner + 2]);
  }

  /** Six times the volume that the triangle spans with the camera's centre. */
  private double volume() {
    double[] p = corners;
    return p[0] * (p[4] * p[8] - p[5] * p[7])
        - p[1] * (p[3] * p[8] - p[5] * p[6])
        + p[2] * (p[3] * p[7] - p[4] * p[6]);
  }

  private void cut(double[] plane) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      int j = i + 1 < size ? i + 1 : 0;
      double here = distance(plane, i);
      double there = distance(plane, j);
      if (here >= 0) {
        System.arraycopy(corners, 3 * i, next, 3 * kept++, 3);
      }
      if (here >= 0 && there < 0) {
        intersect(i, j, here / (here - there), kept++);
      } else if (here < 0 && there >= 0) {
        intersect(j, i, there / (there - here), kept++);
      }
    }
    double[] swap = corners;
    corners = next;
    next = swap;
    size = kept;
  }

  private double distance(double[] plane, int corner) {
    return plane[0] * corners[3 * corner]
        + plane[1] * corners[3 * corner + 1]
        + plane[2] * corners[3 * corner + 2]
        + plane[3];
  }

  private void intersect(int inner, int outer, double fraction, int at) {
    for (int i = 0; i < 3; i++) {
      double from = corners[3 * inner + i];
      next[3 * at + i] = from + fraction * (corners[3 * outer + i] - from);
    }
  }
}
