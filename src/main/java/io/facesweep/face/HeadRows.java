package io.facesweep.face;

/**
 * Bends the rows of a column so that some follow a feature: six rows span the opening between the
 * eyelids, one lies along the line where the lips meet. Edges of the mesh then run along the
 * features' edges instead of crossing them.
 */
final class HeadRows {
  /** Parts of the lids' opening, from the upper edge to the lower. */
  private static final double[] OPENING = {0, 0.10, 0.30, 0.5, 0.70, 0.90, 1};

  private static final int EYE_REACH = 5;
  private static final int MOUTH_REACH = 13;

  private final double[] elevations;
  private final int upperLid;
  private final int mouth;

  /**
   * @param elevations degrees at the front, crown first
   */
  HeadRows(double[] elevations) {
    this.elevations = elevations;
    double eyeRadius = Math.hypot(HeadShape.EYE_X, HeadShape.EYE_Z + HeadShape.EYE_RADIUS);
    upperLid = nearest(degrees(HeadEyes.upperEdge(0), eyeRadius));
    mouth = nearest(degrees(HeadShape.MOUTH_Y, HeadShape.lipFront(0) + 3));
  }

  /**
   * Elevations for one column.
   *
   * @param eye a point of the column at the eyes' height
   * @param lip a point of the column at the mouth's height
   */
  double[] column(double[] eye, double[] lip) {
    double[] bent = elevations.clone();
    if (eye[2] < 20) {
      return bent;
    }
    bendToEye(bent, eye[0] - HeadShape.EYE_X, Math.hypot(eye[0], eye[2]));
    double weight = HeadEar.smoothstep(62, 26, lip[0]);
    double target = degrees(HeadShape.mouthLineHeight(lip[0]), Math.hypot(lip[0], lip[2]));
    double shift = weight * (target - elevations[mouth]);
    for (int k = -MOUTH_REACH; k <= MOUTH_REACH; k++) {
      bent[mouth + k] += shift * (1 - Math.abs(k) / (MOUTH_REACH + 1.0));
    }
    return bent;
  }

  private void bendToEye(double[] bent, double dx, double radius) {
    double past = Math.max(0, Math.abs(dx) - HeadEyes.HALF_WIDTH);
    double weight = HeadEar.smoothstep(11, 0, past);
    double high = HeadEyes.upperEdge(dx);
    double low = HeadEyes.lowerEdge(dx);
    double middle = (high + low) / 2;
    double half = Math.max(1.0, (high - low) / 2);
    int last = upperLid + OPENING.length - 1;
    for (int k = 0; k < OPENING.length; k++) {
      double target = degrees(HeadShape.EYE_Y + middle + half * (1 - 2 * OPENING[k]), radius);
      bent[upperLid + k] += weight * (target - bent[upperLid + k]);
    }
    double above = bent[upperLid] - elevations[upperLid];
    double below = bent[last] - elevations[last];
    for (int k = 1; k <= EYE_REACH; k++) {
      double part = 1 - k / (EYE_REACH + 1.0);
      bent[upperLid - k] += above * part;
      bent[last + k] += below * part;
    }
  }

  /** How far the rays' origin lies below the head's at an elevation, in millimetres. */
  static double sink(double elevation) {
    return 44 * HeadEar.smoothstep(-9, -40, elevation);
  }

  /** Rise of a ray over its horizontal way; {@code keep} is the part of the fall that is kept. */
  static double slope(double elevation, double keep) {
    return Math.tan(Math.toRadians(elevation * keep)) + sink(elevation) / 100;
  }

  /** The elevation whose ray reaches a height at a horizontal distance. */
  private static double degrees(double height, double radius) {
    double low = -72;
    double high = 60;
    for (int i = 0; i < 50; i++) {
      double middle = (low + high) / 2;
      if (slope(middle, 1) * radius - sink(middle) < height) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int nearest(double elevation) {
    int best = 0;
    for (int i = 0; i < elevations.length; i++) {
      if (Math.abs(elevations[i] - elevation) < Math.abs(elevations[best] - elevation)) {
        best = i;
      }
    }
    return best;
  }
}
