package io.facesweep.face;

import io.facesweep.mesh.TriangleMesh;

/**
 * The topology of the built-in head: columns around the vertical axis, rows from the crown to the
 * base of the neck, a pole at either end. Column 0 lies at the back (the texture's seam), column
 * {@code COLUMNS / 2} in the middle of the face; a column and its twin {@code COLUMNS - c} mirror
 * each other exactly. Columns and rows are denser where the face has detail.
 */
final class HeadGrid {
  /** Azimuth from the front in degrees, columns in the interval that ends there. */
  private static final double[][] COLUMN_INTERVALS = {{34, 23}, {74, 11}, {116, 22}, {180, 8}};

  /**
   * Elevation seen from the origin, in degrees at the front; rows in the interval that ends there.
   * Starts at the crown.
   */
  private static final double[][] ROW_INTERVALS = {
    {30, 10}, {14, 5}, {9, 2}, {-8, 12}, {-20, 6}, {-28, 5}, {-42, 17}, {-54, 6}, {-72, 4}
  };

  static final int NECK_ROWS = 5;
  static final int BASE_ROWS = 2;
  static final int COLUMNS = 2 * total(COLUMN_INTERVALS);
  static final int HEAD_ROWS = total(ROW_INTERVALS);

  /** Rows without the poles. */
  static final int ROWS = HEAD_ROWS + NECK_ROWS + BASE_ROWS;

  static final int VERTICES = ROWS * COLUMNS + 2;
  static final int CROWN = ROWS * COLUMNS;
  static final int BASE = CROWN + 1;

  private HeadGrid() {}

  static int vertex(int row, int column) {
    return row * COLUMNS + Math.floorMod(column, COLUMNS);
  }

  /** Each vertex's left-right twin. */
  static int[] mirror() {
    int[] twins = new int[VERTICES];
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        twins[vertex(row, column)] = vertex(row, COLUMNS - column);
      }
    }
    twins[CROWN] = CROWN;
    twins[BASE] = BASE;
    return twins;
  }

  /** Degrees from the front for columns 0 (front) to COLUMNS / 2 (back) of one side. */
  static double[] azimuths() {
    return smoothed(steps(0, COLUMN_INTERVALS), 6);
  }

  /** Degrees above the horizon at the front for the crown (90) and the head's rows. */
  static double[] elevations() {
    return smoothed(steps(90, ROW_INTERVALS), 2);
  }

  /**
   * Counter-clockwise seen from outside; quads are cut so that both sides mirror each other.
   *
   * @param turned quads [ROWS - 1, COLUMNS] to be cut along their other diagonal
   */
  private static int[] faces(boolean[] turned) {
    int[] faces = new int[3 * (2 * COLUMNS * (ROWS - 1) + 2 * COLUMNS)];
    int[] at = {0};
    for (int column = 0; column < COLUMNS; column++) {
      put(faces, at, CROWN, vertex(0, column), vertex(0, column + 1));
      for (int row = 0; row + 1 < ROWS; row++) {
        int a = vertex(row, column);
        int b = vertex(row + 1, column);
        int c = vertex(row + 1, column + 1);
        int d = vertex(row, column + 1);
        if (column < COLUMNS / 2 != turned[row * COLUMNS + column]) {
          put(faces, at, a, b, c);
          put(faces, at, a, c, d);
        } else {
          put(faces, at, a, b, d);
          put(faces, at, b, c, d);
        }
      }
      put(faces, at, BASE, vertex(ROWS - 1, column + 1), vertex(ROWS - 1, column));
    }
    return faces;
  }

  /**
   * UV indices beside {@link #faces}, into a grid of (COLUMNS + 1) columns and, at either end, one
   * row of pole points.
   */
  private static int[] textureFaces(boolean[] turned) {
    int[] faces = new int[3 * (2 * COLUMNS * (ROWS - 1) + 2 * COLUMNS)];
    int[] at = {0};
    int width = COLUMNS + 1;
    int crown = ROWS * width;
    int base = crown + COLUMNS;
    for (int column = 0; column < COLUMNS; column++) {
      put(faces, at, crown + column, column, column + 1);
      for (int row = 0; row + 1 < ROWS; row++) {
        int a = row * width + column;
        int b = a + width;
        int c = b + 1;
        int d = a + 1;
        if (column < COLUMNS / 2 != turned[row * COLUMNS + column]) {
          put(faces, at, a, b, c);
          put(faces, at, a, c, d);
        } else {
          put(faces, at, a, b, d);
          put(faces, at, b, c, d);
        }
      }
      int last = (ROWS - 1) * width + column;
      put(faces, at, base + column, last + 1, last);
    }
    return faces;
  }

  /**
   * UVs for {@link #textureFaces}: u is the column, v the given height of each row.
   *
   * @param heights v of the crown, the rows in order and the base, falling from 1 to 0
   */
  static float[] textureCoordinates(double[] heights) {
    int width = COLUMNS + 1;
    float[] uvs = new float[2 * (ROWS * width + 2 * COLUMNS)];
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < width; column++) {
        int i = 2 * (row * width + column);
        uvs[i] = (float) ((double) column / COLUMNS);
        uvs[i + 1] = (float) heights[row + 1];
      }
    }
    for (int column = 0; column < COLUMNS; column++) {
      int crown = 2 * (ROWS * width + column);
      uvs[crown] = (float) ((column + 0.5) / COLUMNS);
      uvs[crown + 1] = (float) heights[0];
      int base = crown + 2 * COLUMNS;
      uvs[base] = uvs[crown];
      uvs[base + 1] = (float) heights[ROWS + 1];
    }
    return uvs;
  }

  /**
   * The mesh; on the ears, quads are cut along their shorter diagonal, as their folds run.
   *
   * @param heights as {@link #textureCoordinates} takes them
   * @param ears how far each vertex belongs to an ear, 0 to 1
   */
  static TriangleMesh mesh(float[] vertices, double[] heights, float[] ears) {
    boolean[] turned = new boolean[(ROWS - 1) * COLUMNS];
    for (int quad = 0; quad < turned.length; quad++) {
      int a = quad;
      int d = vertex(quad / COLUMNS, quad % COLUMNS + 1);
      if (ears[a] > 0 && ears[d] > 0) {
        boolean first = quad % COLUMNS < COLUMNS / 2;
        double ac = squaredDistance(vertices, a, d + COLUMNS);
        double bd = squaredDistance(vertices, a + COLUMNS, d);
        turned[quad] = first ? bd < ac : ac < bd;
      }
    }
    return new TriangleMesh(
        vertices, faces(turned), textureCoordinates(heights), textureFaces(turned));
  }

  private static double squaredDistance(float[] vertices, int a, int b) {
    double x = (double) vertices[3 * a] - vertices[3 * b];
    double y = (double) vertices[3 * a + 1] - vertices[3 * b + 1];
    double z = (double) vertices[3 * a + 2] - vertices[3 * b + 2];
    return x * x + y * y + z * z;
  }

  private static void put(int[] faces, int[] at, int a, int b, int c) {
    faces[at[0]++] = a;
    faces[at[0]++] = b;
    faces[at[0]++] = c;
  }

  private static int total(double[][] intervals) {
    int sum = 0;
    for (double[] interval : intervals) {
      sum += (int) interval[1];
    }
    return sum;
  }

  private static double[] steps(double start, double[][] intervals) {
    double[] values = new double[total(intervals) + 1];
    values[0] = start;
    int i = 0;
    double from = start;
    for (double[] interval : intervals) {
      for (int k = 1; k <= interval[1]; k++) {
        values[++i] = from + (interval[0] - from) * k / interval[1];
      }
      from = interval[0];
    }
    return values;
  }

  /** Evens out sudden changes of density; the ends stay. */
  private static double[] smoothed(double[] values, int passes) {
    double[] current = values;
    for (int pass = 0; pass < passes; pass++) {
      double[] next = current.clone();
      for (int i = 1; i + 1 < current.length; i++) {
        next[i] = (current[i - 1] + 2 * current[i] + current[i + 1]) / 4;
      }
      current = next;
    }
    return current;
  }
}
