package io.facesweep.face;

/**
 * The built-in head without ears and eye openings, as a smooth solid in millimetres.
 *
 * <p>Origin between the eyes' level and the ears, +Y up, +Z to the front, so: crown y = 115,
 * occiput z = -98, glabella z = 95, chin y = -116, eyes at (+-31.5, 0). Proportions follow adult
 * averages (head 195 long, 152 broad, 231 high; face 137 broad; nasion to chin 120).
 */
final class HeadShape {
  static final double EYE_X = 31.5;
  static final double EYE_Y = 0;
  static final double EYE_Z = 72.5;
  static final double EYE_RADIUS = 12.2;
  static final double MOUTH_Y = -73;
  static final double MOUTH_HALF_WIDTH = 25;

  private HeadShape() {}

  static Solid solid() {
    return withMouth(withNose(withEyeRegion(skull())));
  }

  private static Solid skull() {
    Solid cranium = Solid.ellipsoid(0, 30, -10, 75, 85, 88);
    Solid forehead = Solid.ellipsoid(0, 36, 28, 64, 62, 66);
    Solid midface = Solid.ellipsoid(0, -30, 36, 57, 72, 56);
    Solid jawBody = Solid.cone(12, -99, 72, 15, 47, -70, 14, 13).mirrored();
    Solid ramus = Solid.cone(46, -70, 14, 13, 57, -8, 4, 11).mirrored();
    Solid chin = Solid.ellipsoid(0, -100, 76, 21, 15, 19);
    Solid cheek = Solid.ellipsoid(33, -52, 55, 25, 30, 28).mirrored();
    Solid cheekbone = Solid.cone(43, -25, 61, 14, 59, -16, 20, 9).mirrored();
    Solid throat = Solid.ellipsoid(0, -78, 30, 42, 30, 46);
    Solid neck = Solid.cone(0, -60, -19, 46, 0, -150, -32, 50);
    Solid shoulders = Solid.cone(0, -200, -36, 62, 0, -240, -38, 90);
    Solid muscle = Solid.cone(56, -28, -22, 6, 15, -190, 14, 9).mirrored();
    return cranium
        .plus(36, forehead)
        .plus(22, midface)
        .plus(20, jawBody)
        .plus(26, ramus)
        .plus(12, chin)
        .plus(22, cheek)
        .plus(22, cheekbone)
        .plus(20, throat)
        .plus(34, neck)
        .plus(40, shoulders)
        .plus(14, muscle);
  }

  private static Solid withEyeRegion(Solid head) {
    Solid brow = Solid.cone(9, 16, 84.5, 9.5, 45, 19, 66, 10).mirrored();
    Solid socket = Solid.ellipsoid(31, -2, 95, 19, 13, 18).mirrored();
    Solid innerCorner = Solid.ellipsoid(16, 0, 96, 7, 10, 12).mirrored();
    Solid lids = Solid.ellipsoid(EYE_X, EYE_Y, EYE_Z, 14.5, 13.2, 13.8).mirrored();
    return head.plus(18, brow).minus(14, socket).minus(8, innerCorner).plus(5, lids);
  }

  private static Solid withNose(Solid head) {
    Solid bridge = Solid.cone(0, 8, 84, 7.5, 0, -36, 104, 9);
    Solid flanks = Solid.cone(0, -6, 82, 9, 0, -40, 92, 14);
    Solid tip = Solid.ellipsoid(0, -41, 106.5, 10, 9, 10.5);
    Solid wing = Solid.ellipsoid(12.5, -44, 96, 6.5, 7.5, 10).mirrored();
    Solid septum = Solid.cone(0, -47, 108, 4, 0, -51, 97, 4.5);
    Solid nostril = Solid.ellipsoid(6.6, -51.5, 103, 3.4, 5, 5).mirrored();
    return head.plus(10, bridge)
        .plus(14, flanks)
        .plus(6, tip)
        .plus(4, wing)
        .plus(3, septum)
        .minus(2.5, nostril);
  }

  private static Solid withMouth(Solid head) {
    Solid mound = Solid.ellipsoid(0, -70, 66, 36, 30, 34);
    Solid upper = HeadShape::upperLip;
    Solid lower = HeadShape::lowerLip;
    Solid philtrum = Solid.cone(0, -54, 104.5, 2.6, 0, -64, 107.5, 3);
    Solid chinFold = Solid.ellipsoid(0, -90, 104, 18, 4.5, 9);
    Solid corner = Solid.ellipsoid(27.5, -74, 94, 3, 3.5, 6).mirrored();
    return head.plus(16, mound)
        .minus(3, philtrum)
        .minus(10, chinFold)
        .plus(4, upper)
        .plus(4, lower)
        .minus(4, corner)
        .minus(2.5, HeadShape::mouthLine);
  }

  /** Returns the height at which the closed lips meet, at a given x. */
  static double mouthLineHeight(double x) {
    double a = Math.min(1, Math.abs(x) / MOUTH_HALF_WIDTH);
    return MOUTH_Y - 1.0 * Math.exp(-x * x / 20) + 1.2 * Math.sin(Math.PI * a) - 0.8 * a;
  }

  static double lipFront(double x) {
    return 100.5 - 0.0185 * x * x;
  }

  private static double taper(double x) {
    double a = Math.abs(x) / (MOUTH_HALF_WIDTH + 2.5);
    return a >= 1 ? 0 : Math.sqrt(1 - a * a);
  }

  private static double upperLip(double x, double y, double z) {
    double bow = 1.2 * Math.exp(-(Math.abs(x) - 5) * (Math.abs(x) - 5) / 12);
    double r = 5.4 * taper(x);
    double dy = (y - (mouthLineHeight(x) + 0.8 * r + bow * 0.6)) / 1.0;
    double dz = z - lipFront(x);
    return pastCorner(x, Math.sqrt(dy * dy + dz * dz) - r);
  }

  private static double lowerLip(double x, double y, double z) {
    double r = 6.3 * taper(x * 1.06);
    double dy = y - (mouthLineHeight(x) - 0.88 * r);
    double dz = z - lipFront(x) + 1.6;
    return pastCorner(x, Math.sqrt(dy * dy + dz * dz) - r);
  }

  private static double pastCorner(double x, double distance) {
    double past = Math.max(0, Math.abs(x) - MOUTH_HALF_WIDTH - 2);
    return distance + past * 0.5;
  }

  private static double mouthLine(double x, double y, double z) {
    double dy = y - mouthLineHeight(x);
    double dz = (z - lipFront(x) - 4) * 0.45;
    double past = Math.max(0, Math.abs(x) - MOUTH_HALF_WIDTH);
    return Math.sqrt(dy * dy * 1.4 + dz * dz + past * past) - 1.3;
  }
}
