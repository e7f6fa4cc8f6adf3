package io.facesweep.face;

/**
 * Lays the grid of the built-in head onto its solid: rays from an inner axis find the surface, then
 * ears and eye openings are formed.
 */
final class HeadSurface {
  private static final double BASE_Y = -185;
  private static final double BASE_Z = -30;
  private static final double FAR = 260;

  private final Solid solid = HeadShape.solid();
  private final float[] earWeights = new float[HeadGrid.VERTICES];

  /** How far each vertex [V] belongs to an ear, 0 to 1; filled by {@link #vertices}. */
  float[] earWeights() {
    return earWeights;
  }

  /** Vertices [V * 3] in millimetres, in the order of {@link HeadGrid}. */
  float[] vertices() {
    double[] azimuths = HeadGrid.azimuths();
    double[] elevations = HeadGrid.elevations();
    float[] vertices = new float[3 * HeadGrid.VERTICES];
    HeadEar ear = new HeadEar(solid);
    for (int side = 0; side < azimuths.length; side++) {
      int column = HeadGrid.COLUMNS / 2 + side;
      double[] rim = null;
      for (int row = 0; row < HeadGrid.ROWS; row++) {
        double[] point;
        if (row < HeadGrid.HEAD_ROWS) {
          point = headPoint(azimuths[side], elevations[row + 1]);
          HeadEyes.open(point);
          float weight = (float) ear.shape(point);
          earWeights[HeadGrid.vertex(row, column)] = weight;
          earWeights[HeadGrid.vertex(row, HeadGrid.COLUMNS - column)] = weight;
        } else if (row < HeadGrid.HEAD_ROWS + HeadGrid.NECK_ROWS) {
          point =
              neckPoint(
                  azimuths[side], elevations[HeadGrid.HEAD_ROWS], row - HeadGrid.HEAD_ROWS + 1);
          rim = point;
        } else {
          double part =
              (double) (row - HeadGrid.HEAD_ROWS - HeadGrid.NECK_ROWS + 1)
                  / (HeadGrid.BASE_ROWS + 1);
          point = basePoint(rim == null ? headPoint(0, 0) : rim, part);
        }
        put(vertices, row, column, point, side);
      }
    }
    double[] crown = cast(0, 0, 0, 0, 1, 0);
    set(vertices, HeadGrid.CROWN, crown[0], crown[1], crown[2]);
    set(vertices, HeadGrid.BASE, 0, BASE_Y, BASE_Z);
    return vertices;
  }

  /**
   * On the head: rays from the origin; below the horizon they fall less steeply towards the back.
   */
  private double[] headPoint(double azimuth, double elevation) {
    double e = Math.toRadians(elevation * (elevation > 0 ? 1 : drop(azimuth)));
    double a = Math.toRadians(azimuth);
    return cast(0, 0, 0, Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e));
  }

  /** On the neck: the origin sinks along the neck's axis while the rays level out. */
  private double[] neckPoint(double azimuth, double lowest, int row) {
    double t = (double) row / HeadGrid.NECK_ROWS;
    double a = Math.toRadians(azimuth);
    double slope = Math.tan(Math.toRadians(lowest * drop(azimuth))) * (1 - t);
    double length = Math.sqrt(1 + slope * slope);
    return cast(
        0, BASE_Y * t, BASE_Z * t, Math.sin(a) / length, slope / length, Math.cos(a) / length);
  }

  private static double[] basePoint(double[] rim, double part) {
    double keep = 1 - part;
    return new double[] {rim[0] * keep, BASE_Y, BASE_Z + (rim[2] - BASE_Z) * keep};
  }

  private static double drop(double azimuth) {
    double t = (1 - Math.cos(Math.toRadians(azimuth))) / 2;
    return 1 - 0.5 * t;
  }

  private double[] cast(double ox, double oy, double oz, double dx, double dy, double dz) {
    double t = HeadEar.surface(solid, ox + FAR * dx, oy + FAR * dy, oz + FAR * dz, -dx, -dy, -dz);
    double s = FAR - t;
    return new double[] {ox + s * dx, oy + s * dy, oz + s * dz};
  }

  private static void put(float[] vertices, int row, int column, double[] point, int side) {
    boolean middle = side == 0 || side == HeadGrid.COLUMNS / 2;
    set(vertices, HeadGrid.vertex(row, column), middle ? 0 : point[0], point[1], point[2]);
    if (!middle) {
      set(vertices, HeadGrid.vertex(row, HeadGrid.COLUMNS - column), -point[0], point[1], point[2]);
    }
  }

  private static void set(float[] vertices, int vertex, double x, double y, double z) {
    vertices[3 * vertex] = (float) x;
    vertices[3 * vertex + 1] = (float) y;
    vertices[3 * vertex + 2] = (float) z;
  }
}
