package io.facesweep.face;

/**
 * A solid given by its (approximate) signed distance, negative inside, in millimetres.
 *
 * <p>Smooth union and difference follow Inigo Quilez' polynomial smooth minimum ("Smooth minimum",
 * 2013).
 */
@FunctionalInterface
interface Solid {
  double distance(double x, double y, double z);

  static Solid ellipsoid(double cx, double cy, double cz, double rx, double ry, double rz) {
    return (x, y, z) -> {
      double ax = (x - cx) / rx;
      double ay = (y - cy) / ry;
      double az = (z - cz) / rz;
      double k0 = Math.sqrt(ax * ax + ay * ay + az * az);
      double bx = ax / rx;
      double by = ay / ry;
      double bz = az / rz;
      double k1 = Math.sqrt(bx * bx + by * by + bz * bz);
      return k1 < 1e-9 ? -Math.min(rx, Math.min(ry, rz)) : k0 * (k0 - 1) / k1;
    };
  }

  /** A rounded cone between two points, of radius ra at the first and rb at the second. */
  static Solid cone(
      double ax, double ay, double az, double ra, double bx, double by, double bz, double rb) {
    double dx = bx - ax;
    double dy = by - ay;
    double dz = bz - az;
    double squared = dx * dx + dy * dy + dz * dz;
    return (x, y, z) -> {
      double t = ((x - ax) * dx + (y - ay) * dy + (z - az) * dz) / squared;
      t = Math.max(0, Math.min(1, t));
      double ex = x - ax - t * dx;
      double ey = y - ay - t * dy;
      double ez = z - az - t * dz;
      return Math.sqrt(ex * ex + ey * ey + ez * ez) - (ra + t * (rb - ra));
    };
  }

  /** Returns the solid on both sides of the plane x = 0: the given one lies at x > 0. */
  default Solid mirrored() {
    return (x, y, z) -> distance(Math.sqrt(x * x + 1), y, z);
  }

  default Solid plus(double softness, Solid other) {
    return (x, y, z) -> {
      double a = distance(x, y, z);
      double b = other.distance(x, y, z);
      double h = Math.max(softness - Math.abs(a - b), 0) / softness;
      return Math.min(a, b) - h * h * softness / 4;
    };
  }

  default Solid minus(double softness, Solid other) {
    return (x, y, z) -> {
      double a = distance(x, y, z);
      double b = -other.distance(x, y, z);
      double h = Math.max(softness - Math.abs(a - b), 0) / softness;
      return Math.max(a, b) + h * h * softness / 4;
    };
  }
}
