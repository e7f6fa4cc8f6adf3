package io.facesweep.face;

import io.facesweep.UserException;
import java.util.Arrays;

/**
 * A matrix of MATLAB.
 *
 * @param name what to call it in errors
 * @param shape sizes of its axes
 * @param values the first axis varies fastest
 */
record MatArray(String name, int[] shape, float[] values) {
  /** Refuses another shape; -1 fits any size. */
  MatArray requireShape(int... expected) {
    boolean fits = shape.length == expected.length;
    for (int axis = 0; fits && axis < expected.length; axis++) {
      fits = expected[axis] < 0 || expected[axis] == shape[axis];
    }
    if (!fits) {
      throw new UserException(
          "Invalid array %s: shape %s (expected %s)"
              .formatted(
                  name, Arrays.toString(shape), Arrays.toString(expected).replace("-1", "any")));
    }
    return this;
  }

  /** Refuses all but one row or one column. */
  MatArray requireVector() {
    if (shape.length != 2 || (shape[0] != 1 && shape[1] != 1)) {
      throw new UserException(
          "Invalid array %s: shape %s (expected one row or one column)"
              .formatted(name, Arrays.toString(shape)));
    }
    return this;
  }

  /** One row of a matrix. */
  float[] row(int row) {
    float[] values = new float[shape[1]];
    for (int column = 0; column < values.length; column++) {
      values[column] = this.values[row + shape[0] * column];
    }
    return values;
  }

  /** The values row by row. */
  float[] rows() {
    float[] rows = new float[values.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i % shape[0] * shape[1] + i / shape[0]] = values[i];
    }
    return rows;
  }

  /** The number that indices begin with: MATLAB's 1, or 0 where one is 0. */
  int firstIndex() {
    for (float value : values) {
      if (value == 0) {
        return 0;
      }
    }
    return 1;
  }

  /**
   * The values row by row as indices from 0.
   *
   * @param first what they begin with here
   * @param count of the things that they number
   */
  int[] indices(int first, int count) {
    float[] rows = rows();
    int[] indices = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      indices[i] = (int) rows[i] - first;
      if (rows[i] != (int) rows[i] || indices[i] < 0 || indices[i] >= count) {
        throw new UserException(
            "Invalid array %s: %s in row %d (expected whole numbers of %d to %d)"
                .formatted(name, rows[i], i / shape[1], first, count - 1 + first));
      }
    }
    return indices;
  }
}
