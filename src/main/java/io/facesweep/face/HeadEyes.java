package io.facesweep.face;

/** Opens the built-in head's eyelids: inside the lids' edge the surface drops onto the eyeball. */
final class HeadEyes {
  private static final double HALF_WIDTH = 14.5;

  private HeadEyes() {}

  /** Moves a point of the right-hand side's surface (x > 0) in place. */
  static void open(double[] point) {
    double dx = point[0] - HeadShape.EYE_X;
    double dy = point[1] - HeadShape.EYE_Y;
    if (Math.abs(dx) > 24 || Math.abs(dy) > 24 || point[2] < 50) {
      return;
    }
    double inside = opening(dx, dy);
    double crease = dy - (upper(dx) + 4.2);
    point[2] -= 0.9 * Math.exp(-crease * crease / 1.6) * Math.exp(-Math.pow(dx / 15, 4));
    double radius = HeadShape.EYE_RADIUS;
    double squared = radius * radius - dx * dx - dy * dy;
    if (inside <= -0.8 || squared <= 0) {
      return;
    }
    double ball = HeadShape.EYE_Z + Math.sqrt(squared);
    double t = Math.min(1, (inside + 0.8) / 1.2);
    double blend = t * t * (3 - 2 * t);
    if (ball < point[2]) {
      point[2] += blend * (ball - point[2]);
    }
  }

  /**
   * How far (in millimetres of height, about) a point lies inside the lids' edge; negative outside.
   */
  static double opening(double dx, double dy) {
    double tilted = dy - 0.06 * dx;
    return tilted > 0 ? upper(dx) - tilted : tilted + lower(dx);
  }

  private static double upper(double dx) {
    double a = (dx + 1.5) / HALF_WIDTH;
    double u = dx < -1.5 ? a : (dx + 1.5) / (HALF_WIDTH + 0);
    return u * u >= 1 ? -3 * (Math.abs(u) - 1) : 5.6 * Math.pow(1 - u * u, 0.8);
  }

  private static double lower(double dx) {
    double u = (dx - 0.5) / HALF_WIDTH;
    return u * u >= 1 ? -3 * (Math.abs(u) - 1) : 4.2 * Math.pow(1 - u * u, 0.8);
  }
}
