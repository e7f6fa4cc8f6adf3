package io.facesweep.face;

/**
 * Lays the grid of the built-in head onto its solid: rays from an inner axis find the surface, then
 * ears and eye openings are formed.
 */
final class HeadSurface {
  private static final double BASE_Y = -185;
  private static final double BASE_Z = -30;
  private static final double FAR = 260;

  /**
   * Where the rings of the base lie between the rim and the middle; the first keeps the edge crisp.
   */
  private static final double[] BASE_PARTS = {0.04, 0.5};

  /** Elevation of the mouth at the front, in degrees. */
  private static final double MOUTH = -35;

  private static final double[] SMOOTHING = {0.5, -0.52, 0.5, -0.52, 0.5};

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
    HeadRows rows = new HeadRows(elevations);
    HeadEar ear = new HeadEar(solid);
    for (int side = 0; side < azimuths.length; side++) {
      int column = HeadGrid.COLUMNS / 2 + side;
      double[] bent = rows.column(headPoint(azimuths[side], 0), headPoint(azimuths[side], MOUTH));
      double[] rim = null;
      for (int row = 0; row < HeadGrid.ROWS; row++) {
        double[] point;
        if (row < HeadGrid.HEAD_ROWS) {
          point = headPoint(azimuths[side], bent[row + 1]);
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
          double part = BASE_PARTS[row - HeadGrid.HEAD_ROWS - HeadGrid.NECK_ROWS];
          point = basePoint(rim == null ? headPoint(0, 0) : rim, part);
        }
        put(vertices, row, column, point, side);
      }
    }
    double crown = FAR - HeadEar.surface(solid, 0, FAR, 0, 0, -1, 0);
    set(vertices, HeadGrid.CROWN, 0, crown, 0);
    set(vertices, HeadGrid.BASE, 0, BASE_Y, BASE_Z);
    smoothEars(vertices);
    return vertices;
  }

  /**
   * Casts a ray at the head: rays start at the origin, which sinks with them below the eyes so that
   * they meet the lips squarely.
   */
  private double[] headPoint(double azimuth, double elevation) {
    return cast(azimuth, slope(azimuth, elevation), -HeadRows.sink(elevation), 0);
  }

  /** Casts a ray at the neck: the origin sinks along the neck's axis while the rays level out. */
  private double[] neckPoint(double azimuth, double lowest, int row) {
    double t = (double) row / HeadGrid.NECK_ROWS;
    double start = -HeadRows.sink(lowest);
    return cast(
        azimuth, slope(azimuth, lowest) * (1 - t), start + (BASE_Y - start) * t, BASE_Z * t);
  }

  /** Below the horizon rays fall less steeply towards the back. */
  private static double slope(double azimuth, double elevation) {
    double t = (1 - Math.cos(Math.toRadians(azimuth))) / 2;
    return HeadRows.slope(elevation, elevation > 0 ? 1 : 1 - 0.5 * t);
  }

  private static double[] basePoint(double[] rim, double part) {
    double keep = 1 - part;
    return new double[] {rim[0] * keep, BASE_Y, BASE_Z + (rim[2] - BASE_Z) * keep};
  }

  private double[] cast(double azimuth, double slope, double oy, double oz) {
    double a = Math.toRadians(azimuth);
    double length = Math.sqrt(1 + slope * slope);
    double dx = Math.sin(a) / length;
    double dy = slope / length;
    double dz = Math.cos(a) / length;
    double t = HeadEar.surface(solid, FAR * dx, oy + FAR * dy, oz + FAR * dz, -dx, -dy, -dz);
    return new double[] {(FAR - t) * dx, oy + (FAR - t) * dy, oz + (FAR - t) * dz};
  }

  /**
   * Taubin's smoothing ("A signal processing approach to fair surface design", 1995) where the grid
   * crosses the ears' folds.
   */
  private void smoothEars(float[] vertices) {
    for (double step : SMOOTHING) {
      float[] before = vertices.clone();
      for (int row = 1; row + 1 < HeadGrid.ROWS; row++) {
        for (int column = 0; column < HeadGrid.COLUMNS; column++) {
          int v = HeadGrid.vertex(row, column);
          double weight = step * earWeights[v];
          for (int axis = 0; axis < 3 && weight != 0; axis++) {
            double above = before[3 * HeadGrid.vertex(row - 1, column) + axis];
            double below = before[3 * HeadGrid.vertex(row + 1, column) + axis];
            double left = before[3 * HeadGrid.vertex(row, column - 1) + axis];
            double right = before[3 * HeadGrid.vertex(row, column + 1) + axis];
            double around = (above + below) + (left + right); // in pairs: the same on both sides
            vertices[3 * v + axis] += (float) (weight * (around / 4 - before[3 * v + axis]));
          }
        }
      }
    }
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
