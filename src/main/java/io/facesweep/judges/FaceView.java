package io.facesweep.judges;

/**
 * What FaceMesh says of a picture.
 *
 * @param logit the flag before its sigmoid, for a graded value where the flag is 0.00 or 1.00
 * @param points (x, y) of the 468 points as fractions of the picture, x to the right, y down; they
 *     mean nothing where there is no face
 */
@SuppressWarnings("ArrayRecordComponent") // A result, never compared.
public record FaceView(double logit, double[] points) {
  /** MediaPipe's own threshold of the flag. */
  public static final double THRESHOLD = 0.5;

  /** Returns how likely it is that the picture shows a face, 0 to 1. */
  public double flag() {
    return 1 / (1 + Math.exp(-logit));
  }

  /** Whether the picture shows a face. */
  public boolean isFace() {
    return flag() > THRESHOLD;
  }

  /** Returns the mean of a group of points: x and y as fractions of the picture. */
  public double[] middle(FaceLandmarks group) {
    double[] sum = new double[2];
    int[] indices = group.indices();
    for (int index : indices) {
      sum[0] += points[2 * index] / indices.length;
      sum[1] += points[2 * index + 1] / indices.length;
    }
    return sum;
  }

  /** Returns the smallest square around all points. */
  FaceBox box() {
    double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int i = 0; i < points.length; i++) {
      low[i % 2] = Math.min(low[i % 2], points[i]);
      high[i % 2] = Math.max(high[i % 2], points[i]);
    }
    return new FaceBox(
        (low[0] + high[0]) / 2,
        (low[1] + high[1]) / 2,
        Math.max(high[0] - low[0], high[1] - low[1]));
  }
}
