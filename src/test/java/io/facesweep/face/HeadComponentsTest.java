package io.facesweep.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each component must move the part of the head that its name says, the way its name says. */
final class HeadComponentsTest {
  private static final FaceModel HEAD = FaceModels.open("builtin:head");

  /**
   * Name: where the largest change must lie (x >= 0, y, z in millimetres from the head's origin),
   * within what, and a direction.
   */
  private static final Map<String, double[]> EXPECTED = new LinkedHashMap<>();

  static {
    put("forehead-slope", 0, 88, 66, 30, 0, 0, -1);
    put("forehead-bulge", 0, 52, 92, 20, 0, 0, 1);
    put("forehead-width", 52, 50, 55, 30, 1, 0, 0);
    put("skull-back", 0, 25, -98, 25, 0, 0, -1);
    put("temple-width", 66, 12, 42, 25, 1, 0, 0);
    put("brow-ridge", 24, 17, 92, 26, 0, 0, 1);
    put("brow-height", 28, 17, 90, 30, 0, 1, 0);
    put("brow-tilt", 45, 17, 78, 15, 0, 1, 0);
    put("eye-spacing", 31.5, 0, 84, 14, 1, 0, 0);
    put("eye-height", 31.5, 0, 84, 14, 0, 1, 0);
    put("eye-depth", 31.5, 0, 84, 14, 0, 0, -1);
    put("eye-tilt", 45, 0, 78, 12, 0, 1, 0);
    put("under-eye-fullness", 31, -12, 82, 12, 0, 0, 1);
    put("nose-length", 0, -44, 106, 14, 0, -1, 0);
    put("nose-projection", 0, -40, 114, 10, 0, 0, 1);
    put("nose-width", 14, -44, 98, 10, 1, 0, 0);
    put("nose-bridge-height", 0, -6, 96, 12, 0, 0, 1);
    put("nose-bridge-width", 9, -10, 92, 10, 1, 0, 0);
    put("nose-hump", 0, -20, 106, 10, 0, 0, 1);
    put("nose-tip-rotation", 0, -42, 117, 8, 0, 1, 0);
    put("cheekbone-width", 60, -18, 44, 20, 1, 0, 0);
    put("cheekbone-fullness", 44, -24, 70, 16, 0, 0, 1);
    put("cheek-fullness", 42, -55, 60, 22, 1, 0, 0);
    put("mouth-width", 25, -73, 92, 10, 1, 0, 0);
    put("mouth-height", 0, -73, 103, 12, 0, 1, 0);
    put("mouth-projection", 0, -73, 106, 10, 0, 0, 1);
    put("upper-lip-fullness", 0, -67, 106, 8, 0, 0, 1);
    put("lower-lip-fullness", 0, -79, 104, 8, 0, 0, 1);
    put("mouth-corner-height", 25, -73, 93, 8, 0, 1, 0);
    put("chin-projection", 0, -103, 94, 12, 0, 0, 1);
    put("chin-height", 0, -112, 82, 14, 0, -1, 0);
    put("chin-width", 18, -104, 84, 14, 1, 0, 0);
    put("jaw-width", 52, -72, 24, 20, 1, 0, 0);
    put("under-chin-fullness", 0, -120, 48, 20, 0, -1, 0);
    put("ear-protrusion", 90, -10, -30, 25, 1, 0, 0);
    put("ear-height", 80, -16, -16, 20, 0, 1, 0);
    put("nose-shift", 0, -38, 110, 14, 1, 0, 0);
    put("mouth-slant", 25, -73, 93, 10, 0, 1, 0);
    put("eye-slant", 31.5, 0, 84, 14, 0, 1, 0);
  }

  @Test
  void moveWhatTheirNamesSay() {
    EXPECTED.forEach(
        (name, rule) -> {
          float[] change = HEAD.identity()[HEAD.identityNames().indexOf(name)];
          int most = largest(change);
          double[] at = millimetres(most);
          double side = name.endsWith("slant") ? Math.signum(at[0]) : 1;
          double distance =
              Math.hypot(Math.hypot(Math.abs(at[0]) - rule[0], at[1] - rule[1]), at[2] - rule[2]);
          assertThat(distance)
              .as("%s moves most at %.0f %.0f %.0f", name, at[0], at[1], at[2])
              .isLessThan(rule[3]);
          double outward = name.endsWith("shift") ? 1 : Math.signum(at[0] + 1e-9);
          double along =
              change[3 * most] * rule[4] * outward
                  + side * (change[3 * most + 1] * rule[5])
                  + change[3 * most + 2] * rule[6];
          double length =
              Math.hypot(Math.hypot(change[3 * most], change[3 * most + 1]), change[3 * most + 2]);
          assertThat(along / length).as("direction of %s", name).isGreaterThan(0.75);
        });
  }

  @Test
  void stretchWhatTheirNamesSay() {
    assertThat(spread("head-length", 2)).isGreaterThan(4);
    assertThat(spread("head-width", 0)).isGreaterThan(3);
    assertThat(spread("head-height", 1)).isGreaterThan(3);
    assertThat(spread("face-length", 1)).isGreaterThan(3);
    assertThat(spread("neck-length", 1)).isGreaterThan(3);
  }

  @Test
  void areOfASizeThatShows() {
    for (int k = 0; k < HEAD.identityCount(); k++) {
      float[] change = HEAD.identity()[k];
      int v = largest(change);
      double length =
          Math.hypot(Math.hypot(change[3 * v], change[3 * v + 1]), change[3 * v + 2])
              * HEAD.unitScale();
      assertThat(length).as(HEAD.identityNames().get(k)).isBetween(0.8, 10.0);
    }
  }

  /**
   * By how many millimetres one standard deviation lengthens the head's bounding box along an axis.
   */
  private static double spread(String name, int axis) {
    float[] coefficients = new float[HEAD.identityCount()];
    coefficients[HEAD.identityNames().indexOf(name)] = 1;
    return (extent(HEAD.vertices(coefficients), axis) - extent(HEAD.mean().vertices(), axis))
        * HEAD.unitScale();
  }

  private static double extent(float[] vertices, int axis) {
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    for (int i = axis; i < vertices.length; i += 3) {
      least = Math.min(least, vertices[i]);
      most = Math.max(most, vertices[i]);
    }
    return most - least;
  }

  private static int largest(float[] change) {
    int best = 0;
    double most = -1;
    for (int v = 0; v < change.length / 3; v++) {
      double length = Math.hypot(Math.hypot(change[3 * v], change[3 * v + 1]), change[3 * v + 2]);
      if (length > most) {
        most = length;
        best = v;
      }
    }
    return best;
  }

  /**
   * A vertex in millimetres from the head's origin: the base of the neck lies at y = -185, its
   * middle at z = -30.
   */
  private static double[] millimetres(int vertex) {
    float[] p = HEAD.mean().vertices();
    double[] at = new double[3];
    double[] base = {0, -185, -30};
    for (int axis = 0; axis < 3; axis++) {
      at[axis] =
          (p[3 * vertex + axis] - p[3 * HeadGrid.BASE + axis]) * HEAD.unitScale() + base[axis];
    }
    return at;
  }

  private static void put(
      String name, double x, double y, double z, double within, double dx, double dy, double dz) {
    EXPECTED.put(name, new double[] {x, y, z, within, dx, dy, dz});
  }
}
