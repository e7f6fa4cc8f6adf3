package io.facesweep.face;

/** Forms the built-in head's ears out of the patch of its surface around (y, z) = (-16, -12). */
final class HeadEar {
  static final double Y = -16;
  static final double Z = -11;
  static final double HALF_WIDTH = 17;
  static final double HALF_HEIGHT = 31;
  private static final double TILT = Math.toRadians(12);
  private static final double RIM = 0.80;
  private static final double ROOT = 1.0;
  private static final double END = 1.4;

  /**
   * Profile of the outer face from the middle (0) to the rim: bowl, antihelix, groove, helix; part
   * of the rim's height.
   */
  private static final double[][] PROFILE = {
    {0, 0.10},
    {0.22, 0.16},
    {0.40, 0.66},
    {0.50, 0.74},
    {0.60, 0.66},
    {0.70, 0.98},
    {0.80, 1.0},
    {0.88, 0.72},
    {1.0, 0.05},
    {1.12, 0}
  };

  private final Solid solid;

  HeadEar(Solid solid) {
    this.solid = solid;
  }

  /**
   * Moves a point of the right-hand side's surface (x > 0) in place.
   *
   * @return how far the point belongs to the ear, 0 to 1
   */
  double shape(double[] point) {
    double y = point[1] - Y;
    double z = point[2] - Z;
    if (point[0] < 40 || Math.abs(y) > 60 || Math.abs(z) > 40) {
      return 0;
    }
    double front = (z * Math.cos(TILT) + y * Math.sin(TILT)) / HALF_WIDTH;
    double up = (y * Math.cos(TILT) - z * Math.sin(TILT)) / HALF_HEIGHT;
    double rho = Math.hypot(front, up);
    if (rho >= END) {
      return 0;
    }
    double cos = rho < 1e-9 ? 0 : front / rho;
    double sin = rho < 1e-9 ? 0 : up / rho;
    double behind = smoothstep(-0.55, 0.65, -cos);
    double spread = spread(rho, behind);
    double outline = 1 + 0.16 * sin * spread * behind;
    double planeFront = cos * spread * HALF_WIDTH * outline;
    double planeUp = sin * spread * HALF_HEIGHT;
    double newZ = Z + planeFront * Math.cos(TILT) - planeUp * Math.sin(TILT);
    double newY = Y + planeFront * Math.sin(TILT) + planeUp * Math.cos(TILT);
    double rimHeight = 3.5 + 14 * behind * (0.72 + 0.28 * sin);
    double height = rimHeight * profile(rho);
    double tragus = 5.5 * bump((front - 0.62) / 0.22) * bump((up + 0.12) / 0.2);
    double x = 130 - surface(solid, 130, newY, newZ, -1, 0, 0);
    double blend = smoothstep(END, END - 0.25, rho);
    point[0] += blend * (x + height + tragus - point[0]);
    point[1] += blend * (newY - point[1]);
    point[2] += blend * (newZ - point[2]);
    return smoothstep(1.12, 0.98, rho);
  }

  /** In-plane radius: on the free side the rim overhangs the root behind it. */
  private static double spread(double rho, double behind) {
    double over;
    if (rho < RIM) {
      over = rho / RIM;
    } else if (rho < ROOT) {
      double t = (rho - RIM) / (ROOT - RIM);
      over = 1 - 0.38 * (t * t * (3 - 2 * t));
    } else {
      double t = (rho - ROOT) / (END - ROOT);
      over = 0.62 + (END - 0.62) * t;
    }
    return rho + behind * (over - rho);
  }

  private static double profile(double rho) {
    for (int i = 1; i < PROFILE.length; i++) {
      if (rho <= PROFILE[i][0]) {
        double t = (rho - PROFILE[i - 1][0]) / (PROFILE[i][0] - PROFILE[i - 1][0]);
        double s = t * t * (3 - 2 * t);
        return PROFILE[i - 1][1] + s * (PROFILE[i][1] - PROFILE[i - 1][1]);
      }
    }
    return 0;
  }

  private static double bump(double a) {
    return Math.exp(-a * a);
  }

  static double smoothstep(double from, double to, double value) {
    double t = Math.max(0, Math.min(1, (value - from) / (to - from)));
    return t * t * (3 - 2 * t);
  }

  /** Distance along a ray that starts outside to the solid's surface. */
  static double surface(
      Solid solid, double ox, double oy, double oz, double dx, double dy, double dz) {
    double t = 0;
    double step = 0;
    for (int i = 0; i < 400; i++) {
      double d = solid.distance(ox + t * dx, oy + t * dy, oz + t * dz);
      if (d < 0) {
        break;
      }
      step = Math.max(0.05, 0.6 * d);
      t += step;
    }
    double low = Math.max(0, t - step);
    double high = t;
    for (int i = 0; i < 40; i++) {
      double middle = (low + high) / 2;
      if (solid.distance(ox + middle * dx, oy + middle * dy, oz + middle * dz) < 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
