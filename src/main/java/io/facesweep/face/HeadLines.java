package io.facesweep.face;

import io.facesweep.face.FaceLines.Ends;
import io.facesweep.face.FaceLines.Line;
import io.facesweep.face.FaceLines.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of the built-in head's face, by the shapes that it is made of: with as many points as
 * FaceMesh has on each.
 */
final class HeadLines {
  private static final int OUTLINE_POINTS = 36;
  private static final int EYE_STEPS = 8;
  private static final int LIP_STEPS = 10;
  private static final int BROW_STEPS = 4;

  /** Middle and half axes of the outline, millimetres: where FaceMesh draws it on this head. */
  private static final double OUTLINE_Y = -31;

  private static final double OUTLINE_WIDTH = 68;
  private static final double OUTLINE_HEIGHT = 82;

  /** Of the superellipse above the middle; below it is an ellipse. */
  private static final double FOREHEAD_EXPONENT = 3;

  private static final double BROW_INNER = 11;
  private static final double BROW_OUTER = 48;
  private static final double BROW_LOWER = 15;
  private static final double BROW_UPPER = 21;
  private static final double BROW_ARCH = 4;

  private static final double INNER_LIPS = 0.85;

  private final float[] vertices;
  private final float[] ears;

  private HeadLines(float[] vertices, float[] ears) {
    this.vertices = vertices;
    this.ears = ears;
  }

  /** A curve of the front, x and y in millimetres by a number. */
  private interface Curve {
    double[] at(int step);
  }

  /**
   * Returns the lines.
   *
   * @param vertices [V * 3] in millimetres
   * @param ears weights [V], on which no line runs
   */
  static FaceLines of(float[] vertices, float[] ears) {
    HeadLines head = new HeadLines(vertices, ears);
    List<Line> lines = new ArrayList<>();
    lines.add(head.line(Part.OUTLINE, Ends.CLOSED, OUTLINE_POINTS, HeadLines::outline));
    head.addSide(lines, Part.LEFT_EYE, Part.LEFT_EYEBROW, 1);
    head.addSide(lines, Part.RIGHT_EYE, Part.RIGHT_EYEBROW, -1);
    lines.add(head.line(Part.LIPS, Ends.CLOSED, 2 * LIP_STEPS, HeadLines::outerLips));
    lines.add(head.line(Part.LIPS, Ends.CLOSED, 2 * LIP_STEPS, HeadLines::innerLips));
    return FaceLines.withPupils(lines);
  }

  private void addSide(List<Line> lines, Part eye, Part brow, int side) {
    lines.add(line(eye, Ends.CLOSED, 2 * EYE_STEPS, step -> mirrored(eye(step), side)));
    for (double height : new double[] {BROW_LOWER, BROW_UPPER}) {
      lines.add(line(brow, Ends.OPEN, BROW_STEPS + 1, step -> mirrored(brow(step, height), side)));
    }
  }

  private static double[] mirrored(double[] point, int side) {
    return new double[] {side * point[0], point[1]};
  }

  private Line line(Part part, Ends ends, int count, Curve curve) {
    List<Integer> places = new ArrayList<>();
    for (int step = 0; step < count; step++) {
      double[] point = curve.at(step);
      places.add(nearest(point[0], point[1]));
    }
    return new Line(part, ends, places);
  }

  /** From the forehead over the person's left to the chin and back. */
  private static double[] outline(int step) {
    double turn = 2 * Math.PI * step / OUTLINE_POINTS;
    double exponent = Math.cos(turn) > 0 ? 2 / FOREHEAD_EXPONENT : 1;
    return new double[] {
      OUTLINE_WIDTH * power(Math.sin(turn), exponent),
      OUTLINE_Y + OUTLINE_HEIGHT * power(Math.cos(turn), exponent)
    };
  }

  private static double power(double value, double exponent) {
    return Math.signum(value) * Math.pow(Math.abs(value), exponent);
  }

  /** From the outer corner below to the inner one, and back above. */
  private static double[] eye(int step) {
    double dx = HeadEyes.HALF_WIDTH * Math.cos(Math.PI * step / EYE_STEPS);
    double dy = step <= EYE_STEPS ? HeadEyes.lowerEdge(dx) : HeadEyes.upperEdge(dx);
    return new double[] {HeadShape.EYE_X + dx, HeadShape.EYE_Y + dy};
  }

  /** From its outer end to its inner one. */
  private static double[] brow(int step, double height) {
    double u = (double) step / BROW_STEPS;
    double x = BROW_OUTER + u * (BROW_INNER - BROW_OUTER);
    return new double[] {x, HeadShape.EYE_Y + height + BROW_ARCH * Math.sin(Math.PI * u)};
  }

  /** From the person's right corner below to the left one, and back above. */
  private static double[] outerLips(int step) {
    double x = -(HeadShape.MOUTH_HALF_WIDTH + 1) * Math.cos(Math.PI * step / LIP_STEPS);
    double middle = HeadShape.mouthLineHeight(x);
    return new double[] {
      x, middle + (step <= LIP_STEPS ? -HeadRegions.lowerLip(x) : HeadRegions.upperLip(x))
    };
  }

  /** The same along the line where the closed lips meet. */
  private static double[] innerLips(int step) {
    double x = -INNER_LIPS * HeadShape.MOUTH_HALF_WIDTH * Math.cos(Math.PI * step / LIP_STEPS);
    return new double[] {x, HeadShape.mouthLineHeight(x)};
  }

  /** The vertex of the front half that is nearest to a place, seen from the front. */
  private int nearest(double x, double y) {
    int found = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int v = 0; v < ears.length; v++) {
      double dx = vertices[3 * v] - x;
      double dy = vertices[3 * v + 1] - y;
      double distance = dx * dx + dy * dy;
      if (distance < least && vertices[3 * v + 2] > 0 && ears[v] == 0) {
        least = distance;
        found = v;
      }
    }
    return found;
  }
}
