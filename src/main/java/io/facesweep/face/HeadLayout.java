package io.facesweep.face;

/**
 * The built-in head's UV chart: u follows the columns, which are as wide on the face as the rows
 * are high, so v follows the rows' height along the face. What v is left above and below the face
 * is shared out by length.
 */
final class HeadLayout {
  /** Columns either side of the middle over which lengths on the face are measured. */
  private static final int REACH = 18;

  private HeadLayout() {}

  /**
   * v of the crown, every row and the base, falling from 1 to 0, for vertices [V * 3] in
   * millimetres.
   */
  static double[] heights(float[] vertices) {
    int rows = HeadGrid.ROWS;
    double[] step = new double[rows + 1];
    for (int row = 0; row <= rows; row++) {
      for (int reach = -REACH; reach <= REACH; reach++) {
        int column = HeadGrid.COLUMNS / 2 + reach;
        int above = row == 0 ? HeadGrid.CROWN : HeadGrid.vertex(row - 1, column);
        int below = row == rows ? HeadGrid.BASE : HeadGrid.vertex(row, column);
        step[row] += distance(vertices, above, below) / (2 * REACH + 1);
      }
    }
    int first = rowBelow(vertices, 62);
    int last = rowBelow(vertices, -112);
    double face = 0;
    double rest = 0;
    for (int row = 0; row <= rows; row++) {
      if (row > first && row <= last) {
        face += step[row];
      } else {
        rest += step[row];
      }
    }
    double scale = 1 / (HeadGrid.COLUMNS * columnWidth(vertices, first, last));
    double faceScale = Math.min(scale, 0.82 / face);
    double restScale = (1 - face * faceScale) / rest;
    double[] heights = new double[rows + 2];
    heights[0] = 1;
    for (int row = 0; row <= rows; row++) {
      heights[row + 1] =
          heights[row] - step[row] * (row > first && row <= last ? faceScale : restScale);
    }
    heights[rows + 1] = 0;
    return heights;
  }

  private static double columnWidth(float[] vertices, int first, int last) {
    double sum = 0;
    int count = 0;
    for (int row = first; row <= last; row++) {
      for (int reach = -REACH; reach < REACH; reach++) {
        int column = HeadGrid.COLUMNS / 2 + reach;
        sum += distance(vertices, HeadGrid.vertex(row, column), HeadGrid.vertex(row, column + 1));
        count++;
      }
    }
    return sum / count;
  }

  private static int rowBelow(float[] vertices, double y) {
    for (int row = 0; row < HeadGrid.ROWS; row++) {
      if (vertices[3 * HeadGrid.vertex(row, HeadGrid.COLUMNS / 2) + 1] < y) {
        return row;
      }
    }
    return HeadGrid.ROWS - 1;
  }

  private static double distance(float[] vertices, int a, int b) {
    double x = vertices[3 * a] - vertices[3 * b];
    double y = vertices[3 * a + 1] - vertices[3 * b + 1];
    double z = vertices[3 * a + 2] - vertices[3 * b + 2];
    return Math.sqrt(x * x + y * y + z * z);
  }
}
