package io.facesweep.face;

/** Forms the built-in head's ears out of the patch of its surface around (y, z) = (-16, -12). */
final class HeadEar {
  static final double Y = -16;
  static final double Z = -11;
  static final double HALF_WIDTH = 17;
  static final double HALF_HEIGHT = 31;

  /** The patch lies a little farther to the front than the ear, where the grid is denser. */
  private static final double PATCH_Z = -4;

  private static final double PATCH_FRONT = 16;
  private static final double PATCH_BACK = 21.5;
  private static final double PATCH_HALF_HEIGHT = 37;
  private static final double TILT = Math.toRadians(12);
  private static final double RIM = 0.72;
  private static final double EDGE = 0.84;
  private static final double ROOT = 1.0;

  /** By how much the ear's plane stands off to the side for its way back. */
  private static final double FLARE = 0.42;

  /** Least height of the rim over the head, millimetres. */
  private static final double MIN = 2.5;

  private static final double END = 1.36;

  /** Radii within this of an outline are drawn onto it: half of the grid's columns, of its rows. */
  private static final double DRAWN_ALONG = 0.06;

  private static final double DRAWN_UP = 0.032;

  /**
   * Profile from the middle (0) over bowl, antihelix, groove and helix to the rim (0.72), over its
   * edge (0.84) and down its back to the root (1): part of the rim's height.
   */
  private static final double[][] PROFILE = {
    {0, 0.05},
    {0.18, 0.10},
    {0.36, 0.64},
    {0.45, 0.74},
    {0.55, 0.66},
    {0.64, 0.98},
    {0.72, 1.0},
    {0.84, 0.93},
    {1.0, 0.04},
    {1.12, 0}
  };

  private final Solid solid;
  private final double frontX;

  HeadEar(Solid solid) {
    this.solid = solid;
    this.frontX = side(Y, Z + HALF_WIDTH);
  }

  /**
   * Moves a point of the right-hand side's surface (x > 0) in place.
   *
   * @return how far the point belongs to the ear, 0 to 1
   */
  double shape(double[] point) {
    double y = point[1] - Y;
    double z = point[2] - PATCH_Z;
    if (point[0] < 40 || Math.abs(y) > 60 || Math.abs(z) > 40) {
      return 0;
    }
    double along = z * Math.cos(TILT) + y * Math.sin(TILT);
    double halfWidth = along > 0 ? PATCH_FRONT : PATCH_BACK;
    double front = along / halfWidth;
    double up = (y * Math.cos(TILT) - z * Math.sin(TILT)) / PATCH_HALF_HEIGHT;
    double rho = Math.hypot(front, up);
    if (rho >= END) {
      return 0;
    }
    double cos = rho < 1e-9 ? 0 : front / rho;
    double sin = rho < 1e-9 ? 0 : up / rho;
    rho = drawn(rho, Math.hypot(DRAWN_ALONG * cos, DRAWN_UP * sin));
    double over = smoothstep(-0.35, 0.6, 0.25 * sin - cos);
    double narrow = 1 - 0.16 * smoothstep(0.1, -0.9, sin);
    over *= smoothstep(8, 14, rise(cos, sin, narrow));
    double earFront = HALF_WIDTH * narrow * reach(rho, over);
    double earUp = HALF_HEIGHT * reach(rho, over);
    double out = smoothstep(ROOT, END, rho);
    double planeFront = cos * (earFront + out * (halfWidth * rho - earFront));
    double planeUp = sin * (earUp + out * (PATCH_HALF_HEIGHT * rho - earUp));
    double newZ = Z + out * (PATCH_Z - Z) + planeFront * Math.cos(TILT) - planeUp * Math.sin(TILT);
    double newY = Y + planeFront * Math.sin(TILT) + planeUp * Math.cos(TILT);
    double behind = cos * HALF_WIDTH * narrow * Math.min(1, rho / RIM);
    double tragus = 4.5 * bump((front - 0.42) / 0.16) * bump((up + 0.10) / 0.16);
    double x = side(newY, newZ);
    double rim = frontX + FLARE * (HALF_WIDTH - behind);
    point[0] = x + Math.max(MIN, lobe(sin) * (rim - x)) * profile(rho) + tragus;
    point[1] = newY;
    point[2] = newZ;
    return smoothstep(1.1, 0.94, rho);
  }

  /** The rim's height over the head in a direction from the ear's middle. */
  private double rise(double cos, double sin, double narrow) {
    double front = cos * HALF_WIDTH * narrow;
    double up = sin * HALF_HEIGHT;
    double y = Y + front * Math.sin(TILT) + up * Math.cos(TILT);
    double z = Z + front * Math.cos(TILT) - up * Math.sin(TILT);
    return lobe(sin) * (frontX + FLARE * (HALF_WIDTH - front) - side(y, z));
  }

  /** Towards the lobe the ear lies closer to the head. */
  private static double lobe(double sin) {
    return 1 - 0.45 * smoothstep(-0.3, -1, sin);
  }

  /** Draws radii near an outline onto it, so that vertices of the grid lie along it. */
  private static double drawn(double rho, double within) {
    for (double outline : new double[] {RIM, EDGE, ROOT}) {
      if (Math.abs(rho - outline) < within) {
        return outline;
      }
    }
    return rho;
  }

  /**
   * Radius in the ear's plane, 1 at its outline: where the rim is free it overhangs the root behind
   * it.
   */
  private static double reach(double rho, double over) {
    if (rho < RIM) {
      return rho / RIM;
    }
    double t = Math.max(0, Math.min(1, (rho - EDGE) / (ROOT - EDGE)));
    double hidden = 1 - 0.16 * (t * t * (3 - 2 * t));
    double open = 1 + 0.18 * t;
    return open + over * (hidden - open);
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

  /** Returns where the head's side lies at a height and a depth. */
  private double side(double y, double z) {
    return 130 - surface(solid, 130, y, z, -1, 0, 0);
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
