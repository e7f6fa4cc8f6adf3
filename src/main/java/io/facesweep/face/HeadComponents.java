package io.facesweep.face;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The built-in head's 50 identity components: what one standard deviation changes, in millimetres.
 * Positive is what the name says more of. Amounts follow the order of magnitude of adult
 * anthropometric standard deviations.
 */
final class HeadComponents {
  private HeadComponents() {}

  static Map<String, Displacement> all() {
    Map<String, Displacement> all = new LinkedHashMap<>();
    skull(all);
    browAndEyes(all);
    nose(all);
    mouthAndCheeks(all);
    jawNeckAndEars(all);
    asymmetries(all);
    return all;
  }

  private static void skull(Map<String, Displacement> all) {
    all.put(
        "head-length",
        (sum, x, y, z, f) -> sum[2] += f * 0.04 * z * HeadEar.smoothstep(-190, -40, y));
    all.put(
        "head-width",
        (sum, x, y, z, f) -> sum[0] += f * 0.04 * x * HeadEar.smoothstep(-190, -40, y));
    all.put("head-height", (sum, x, y, z, f) -> sum[1] += f * 0.06 * ramp(y - 15, 15));
    all.put(
        "face-length",
        (sum, x, y, z, f) -> sum[1] -= f * 0.05 * (ramp(-y, 12) - ramp(-y - 118, 12)));
    all.put("forehead-slope", move(at(0, 88, 66), radii(70, 42, 60), by(0, -1, -5.5)));
    all.put("forehead-bulge", move(at(0, 52, 92), radii(36, 22, 40), by(0, 0, 4)));
    all.put("forehead-width", both(at(52, 50, 55), radii(26, 34, 42), by(4, 0, 0)));
    all.put("skull-back", move(at(0, 25, -98), radii(62, 50, 50), by(0, 0, -6)));
    all.put("temple-width", both(at(66, 12, 42), radii(18, 26, 28), by(3, 0, 0)));
  }

  private static void browAndEyes(Map<String, Displacement> all) {
    all.put("brow-ridge", both(at(24, 17, 92), radii(20, 9, 20), by(0, 0, 2.6)));
    all.put("brow-height", both(at(28, 17, 90), radii(24, 9, 25), by(0, 2.6, 0)));
    all.put("brow-tilt", both(at(45, 17, 78), radii(13, 9, 22), by(0, 2.6, 0)));
    all.put(
        "eye-size",
        Displacement.stretch(at(31.5, 0, 80), radii(20, 14, 30), at(0.09, 0.16, 0.05))
            .onBothSides());
    all.put(
        "eye-opening",
        Displacement.stretch(at(31.5, 0, 80), radii(17, 8, 30), at(0, 0.27, 0)).onBothSides());
    all.put("eye-spacing", both(at(31.5, 0, 84), radii(19, 14, 30), by(2, 0, 0)));
    all.put("eye-height", both(at(31.5, 0, 84), radii(22, 14, 30), by(0, 2.2, 0)));
    all.put("eye-depth", both(at(31.5, 0, 84), radii(19, 13, 30), by(0, 0, -2.2)));
    all.put(
        "eye-tilt",
        both(at(45, 0, 78), radii(10, 8, 22), by(0, 1.9, 0))
            .plus(both(at(18, 0, 80), radii(8, 8, 22), by(0, -1.2, 0))));
    all.put("under-eye-fullness", both(at(31, -12, 82), radii(14, 6, 18), by(0, 0, 1.6)));
  }

  private static void nose(Map<String, Displacement> all) {
    all.put("nose-length", move(at(0, -44, 106), radii(22, 15, 32), by(0, -4, 0)));
    all.put("nose-projection", move(at(0, -40, 114), radii(16, 18, 24), by(0, 0, 4)));
    all.put("nose-width", both(at(14, -44, 98), radii(10, 11, 20), by(2.2, 0, 0)));
    all.put("nose-bridge-height", move(at(0, -6, 96), radii(11, 17, 22), by(0, 0, 3)));
    all.put("nose-bridge-width", both(at(9, -10, 92), radii(7, 18, 18), by(1.7, 0, 0)));
    all.put("nose-hump", move(at(0, -20, 106), radii(9, 9, 18), by(0, 0, 2.4)));
    all.put("nose-tip-rotation", move(at(0, -42, 117), radii(13, 10, 13), by(0, 3, 0)));
    all.put(
        "nose-tip-size",
        Displacement.stretch(at(0, -41, 108), radii(13, 12, 14), at(0.2, 0.2, 0.12)));
  }

  private static void mouthAndCheeks(Map<String, Displacement> all) {
    all.put("cheekbone-width", both(at(60, -18, 44), radii(18, 18, 35), by(4, 0, 0)));
    all.put("cheekbone-fullness", both(at(44, -24, 70), radii(16, 13, 26), by(0.8, 0, 3)));
    all.put("cheek-fullness", both(at(42, -55, 60), radii(18, 20, 30), by(3.6, 0, 2.4)));
    all.put("mouth-width", both(at(25, -73, 92), radii(11, 11, 22), by(3, 0, 0)));
    all.put("mouth-height", move(at(0, -73, 103), radii(34, 14, 30), by(0, 2.4, 0)));
    all.put("mouth-projection", move(at(0, -73, 106), radii(28, 16, 26), by(0, 0, 3)));
    all.put("upper-lip-fullness", move(at(0, -67.5, 106), radii(22, 5, 14), by(0, 0.7, 1.6)));
    all.put("lower-lip-fullness", move(at(0, -79.5, 104), radii(20, 6, 14), by(0, -0.8, 1.8)));
    all.put("mouth-corner-height", both(at(25, -73, 93), radii(9, 9, 20), by(0, 2.2, 0)));
  }

  private static void jawNeckAndEars(Map<String, Displacement> all) {
    all.put("chin-projection", move(at(0, -103, 94), radii(22, 17, 34), by(0, 0, 4.5)));
    all.put("chin-height", move(at(0, -112, 82), radii(30, 20, 40), by(0, -4.5, 0)));
    all.put("chin-width", both(at(18, -104, 84), radii(15, 15, 28), by(3.2, 0, 0)));
    all.put("jaw-width", both(at(52, -72, 24), radii(22, 28, 36), by(4.5, 0, 0)));
    all.put("under-chin-fullness", move(at(0, -120, 48), radii(34, 18, 30), by(0, -4.5, 1)));
    all.put(
        "neck-width",
        (sum, x, y, z, f) -> {
          double w = f * 0.06 * HeadEar.smoothstep(-60, -150, y);
          sum[0] += w * x;
          sum[2] += w * (z + 28);
        });
    all.put("neck-length", (sum, x, y, z, f) -> sum[1] -= f * 0.11 * ramp(-y - 115, 10));
    all.put(
        "ear-size",
        Displacement.stretch(at(74, -16, -12), radii(40, 44, 34), at(0.05, 0.12, 0.12))
            .onBothSides());
    all.put("ear-protrusion", both(at(92, -10, -30), radii(17, 34, 20), by(4.5, 0, 0)));
    all.put("ear-height", both(at(82, -16, -16), radii(26, 42, 32), by(0, 4, 0)));
  }

  private static void asymmetries(Map<String, Displacement> all) {
    all.put("jaw-shift", move(at(0, -105, 70), radii(70, 36, 70), by(4, 0, 0)));
    all.put("nose-shift", move(at(0, -38, 110), radii(18, 22, 32), by(2.4, 0, 0)));
    all.put("mouth-slant", move(at(25, -73, 93), radii(13, 12, 26), by(0, 1.8, 0)).opposed());
    all.put("eye-slant", move(at(31.5, 0, 84), radii(22, 14, 30), by(0, 1.6, 0)).opposed());
  }

  /** A smooth max(0, t) whose bend is about {@code softness} wide. */
  private static double ramp(double t, double softness) {
    double s = t / softness;
    return s > 30 ? t : softness * Math.log1p(Math.exp(s));
  }

  private static Displacement move(double[] centre, double[] radius, double[] by) {
    return Displacement.move(centre, radius, by);
  }

  private static Displacement both(double[] centre, double[] radius, double[] by) {
    return Displacement.move(centre, radius, by).onBothSides();
  }

  private static double[] at(double x, double y, double z) {
    return new double[] {x, y, z};
  }

  private static double[] radii(double x, double y, double z) {
    return new double[] {x, y, z};
  }

  private static double[] by(double x, double y, double z) {
    return new double[] {x, y, z};
  }
}
