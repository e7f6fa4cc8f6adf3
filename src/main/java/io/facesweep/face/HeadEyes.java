package io.facesweep.face;

/** Opens the built-in head's eyelids: inside the lids' edge the surface drops onto the eyeball. */
final class HeadEyes {
  static final double HALF_WIDTH = 14.2;
  private static final double TILT = 0.07;

  private HeadEyes() {}

  /** Moves a point of the right-hand side's surface (x > 0) in place. */
  static void open(double[] point) {
    double dx = point[0] - HeadShape.EYE_X;
    double dy = point[1] - HeadShape.EYE_Y;
    if (Math.abs(dx) > 24 || Math.abs(dy) > 24 || point[2] < 50) {
      return;
    }
    double side = Math.exp(-Math.pow(dx / 15, 4));
    double crease = dy - (upperEdge(dx) + 4.0);
    double lid = dy - (upperEdge(dx) + 0.4);
    double lowerLid = dy - (lowerEdge(dx) - 0.6);
    point[2] +=
        side * (0.7 * bump(lid / 1.5) + 0.5 * bump(lowerLid / 1.6) - 1.3 * bump(crease / 1.3));
    double inside = opening(dx, dy);
    double radius = HeadShape.EYE_RADIUS;
    double squared = radius * radius - 0.6 * dx * dx - dy * dy;
    if (inside <= 0 || squared <= 0) {
      return;
    }
    double ball = HeadShape.EYE_Z + Math.sqrt(squared);
    if (ball < point[2]) {
      point[2] += HeadEar.smoothstep(0, 0.8, inside) * (ball - point[2]);
    }
  }

  /** How far (in millimetres of height) a point lies inside the lids' edge; negative outside. */
  static double opening(double dx, double dy) {
    return Math.min(upperEdge(dx) - dy, dy - lowerEdge(dx));
  }

  /**
   * Height of the upper lid's edge over the eye's middle; beyond the corners it lies below the
   * lower edge.
   */
  static double upperEdge(double dx) {
    double u = (dx + 1) / (HALF_WIDTH + (dx < -1 ? -1 : 1));
    return TILT * dx + (u * u >= 1 ? 1.5 * (1 - u * u) : 5.6 * Math.pow(1 - u * u, 0.75));
  }

  /** Height of the lower lid's edge over the eye's middle, negative between the corners. */
  static double lowerEdge(double dx) {
    double u = (dx - 0.5) / (HALF_WIDTH + (dx < 0.5 ? 0.5 : -0.5));
    return TILT * dx - (u * u >= 1 ? 1.5 * (1 - u * u) : 4.4 * Math.pow(1 - u * u, 0.75));
  }

  private static double bump(double a) {
    return Math.exp(-a * a);
  }
}
