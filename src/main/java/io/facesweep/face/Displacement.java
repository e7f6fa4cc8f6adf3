package io.facesweep.face;

/**
 * A smooth change of shape: for a point in millimetres, the offset in millimetres. Fields are sums
 * of Gaussian-weighted moves and stretches; as long as a field's steepest gradient stays below 1 it
 * cannot fold the surface.
 */
@FunctionalInterface
interface Displacement {
  /** Adds the offset at (x, y, z), times the factor, to {@code sum}. */
  void addTo(double[] sum, double x, double y, double z, double factor);

  /** Moves the surroundings (Gaussian, radii to 1/e) of a centre by a vector. */
  static Displacement move(double[] centre, double[] radius, double[] by) {
    return (sum, x, y, z, factor) -> {
      double w = factor * weight(centre, radius, x, y, z);
      sum[0] += w * by[0];
      sum[1] += w * by[1];
      sum[2] += w * by[2];
    };
  }

  /** Stretches the surroundings of a centre by a part per axis. */
  static Displacement stretch(double[] centre, double[] radius, double[] part) {
    return (sum, x, y, z, factor) -> {
      double w = factor * weight(centre, radius, x, y, z);
      sum[0] += w * part[0] * (x - centre[0]);
      sum[1] += w * part[1] * (y - centre[1]);
      sum[2] += w * part[2] * (z - centre[2]);
    };
  }

  /** Returns the displacement on both sides, mirrored at x = 0. */
  default Displacement onBothSides() {
    return (sum, x, y, z, factor) -> {
      addTo(sum, x, y, z, factor);
      addMirrored(sum, x, y, z, factor);
    };
  }

  /** Returns the displacement with its opposite on the other side: a left-right asymmetry. */
  default Displacement opposed() {
    return (sum, x, y, z, factor) -> {
      addTo(sum, x, y, z, factor);
      addMirrored(sum, x, y, z, -factor);
    };
  }

  default Displacement plus(Displacement other) {
    return (sum, x, y, z, factor) -> {
      addTo(sum, x, y, z, factor);
      other.addTo(sum, x, y, z, factor);
    };
  }

  private void addMirrored(double[] sum, double x, double y, double z, double factor) {
    double[] mirrored = new double[3];
    addTo(mirrored, -x, y, z, factor);
    sum[0] -= mirrored[0];
    sum[1] += mirrored[1];
    sum[2] += mirrored[2];
  }

  private static double weight(double[] centre, double[] radius, double x, double y, double z) {
    double a = (x - centre[0]) / radius[0];
    double b = (y - centre[1]) / radius[1];
    double c = (z - centre[2]) / radius[2];
    return Math.exp(-(a * a + b * b + c * c));
  }
}
