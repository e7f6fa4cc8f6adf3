package io.facesweep.render;

/** Small dense matrices of doubles, [K][K], and vectors [K]. */
final class SquareMatrix {
  private SquareMatrix() {}

  static double[] times(double[][] matrix, double[] vector) {
    double[] result = new double[vector.length];
    for (int k = 0; k < result.length; k++) {
      result[k] = dot(matrix[k], vector);
    }
    return result;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** a + factor * b. */
  static double[] plus(double[] a, double factor, double[] b) {
    double[] result = a.clone();
    for (int k = 0; k < a.length; k++) {
      result[k] += factor * b[k];
    }
    return result;
  }

  /** The greatest magnitude. */
  static double largest(double[] vector) {
    double most = 0;
    for (double value : vector) {
      most = Math.max(most, Math.abs(value));
    }
    return most;
  }

  /** By Gauss and Jordan's elimination, without pivoting: for positive definite matrices. */
  static double[][] inverse(double[][] matrix) {
    int count = matrix.length;
    double[][] rows = new double[count][2 * count];
    for (int k = 0; k < count; k++) {
      System.arraycopy(matrix[k], 0, rows[k], 0, count);
      rows[k][count + k] = 1;
    }
    for (int k = 0; k < count; k++) {
      double pivot = rows[k][k];
      for (int m = 0; m < 2 * count; m++) {
        rows[k][m] /= pivot;
      }
      for (int l = 0; l < count; l++) {
        double factor = l == k ? 0 : rows[l][k];
        for (int m = 0; m < 2 * count && factor != 0; m++) {
          rows[l][m] -= factor * rows[k][m];
        }
      }
    }
    double[][] inverse = new double[count][count];
    for (int k = 0; k < count; k++) {
      System.arraycopy(rows[k], count, inverse[k], 0, count);
    }
    return inverse;
  }

  /** Of the diagonal. */
  static double meanDiagonal(double[][] matrix) {
    double sum = 0;
    for (int k = 0; k < matrix.length; k++) {
      sum += matrix[k][k];
    }
    return sum / matrix.length;
  }

  /** With {@code share} of the diagonal's mean added to the diagonal. */
  static double[][] damped(double[][] matrix, double share) {
    double more = share * meanDiagonal(matrix);
    double[][] damped = new double[matrix.length][];
    for (int k = 0; k < matrix.length; k++) {
      damped[k] = matrix[k].clone();
      damped[k][k] += more;
    }
    return damped;
  }
}
