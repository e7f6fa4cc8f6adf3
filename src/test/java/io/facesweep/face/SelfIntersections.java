package io.facesweep.face;

import io.facesweep.mesh.TriangleMesh;
import java.util.ArrayList;
import java.util.List;

/** Finds pairs of triangles that cut each other and share no vertex, with a uniform grid. */
final class SelfIntersections {
  private static final double CELL = 0.025;

  /** Cells along each axis: room for coordinates of up to 1.6. */
  private static final int SIDE = 128;

  private final float[] p;
  private final int[] f;

  private SelfIntersections(TriangleMesh mesh) {
    p = mesh.vertices();
    f = mesh.faces();
  }

  static List<int[]> of(TriangleMesh mesh) {
    return new SelfIntersections(mesh).find();
  }

  private List<int[]> find() {
    int count = f.length / 3;
    int[][] boxes = new int[count][];
    for (int i = 0; i < count; i++) {
      boxes[i] = box(i);
    }
    List<int[]> found = new ArrayList<>();
    int[] first = new int[SIDE * SIDE * SIDE]; // 1 + the last entry of each cell
    List<int[]> entries = new ArrayList<>(); // {face, 1 + the entry before it in the same cell}
    for (int i = 0; i < count; i++) {
      int[] box = boxes[i];
      for (int x = box[0]; x <= box[3]; x++) {
        for (int y = box[1]; y <= box[4]; y++) {
          for (int z = box[2]; z <= box[5]; z++) {
            int key = (x * SIDE + y) * SIDE + z;
            for (int at = first[key]; at > 0; at = entries.get(at - 1)[1]) {
              int[] last = boxes[entries.get(at - 1)[0]];
              boolean firstSharedCell =
                  x == Math.max(box[0], last[0])
                      && y == Math.max(box[1], last[1])
                      && z == Math.max(box[2], last[2]);
              int other = entries.get(at - 1)[0];
              if (firstSharedCell && apart(i, other) && cut(i, other)) {
                found.add(new int[] {other, i});
              }
            }
            entries.add(new int[] {i, first[key]});
            first[key] = entries.size();
          }
        }
      }
    }
    return found;
  }

  private int[] box(int face) {
    int[] box = {
      Integer.MAX_VALUE,
      Integer.MAX_VALUE,
      Integer.MAX_VALUE,
      Integer.MIN_VALUE,
      Integer.MIN_VALUE,
      Integer.MIN_VALUE
    };
    for (int corner = 0; corner < 3; corner++) {
      for (int axis = 0; axis < 3; axis++) {
        int at = (int) Math.floor(p[3 * f[3 * face + corner] + axis] / CELL) + SIDE / 2;
        box[axis] = Math.min(box[axis], at);
        box[axis + 3] = Math.max(box[axis + 3], at);
      }
    }
    return box;
  }

  private boolean apart(int a, int b) {
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        if (f[3 * a + i] == f[3 * b + j]) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean cut(int a, int b) {
    for (int i = 0; i < 3; i++) {
      if (pierces(f[3 * a + i], f[3 * a + (i + 1) % 3], b)
          || pierces(f[3 * b + i], f[3 * b + (i + 1) % 3], a)) {
        return true;
      }
    }
    return false;
  }

  /** Moeller and Trumbore's test of a segment against a triangle. */
  private boolean pierces(int from, int to, int face) {
    double[] o = point(from);
    double[] d = minus(point(to), o);
    double[] v0 = point(f[3 * face]);
    double[] e1 = minus(point(f[3 * face + 1]), v0);
    double[] e2 = minus(point(f[3 * face + 2]), v0);
    double[] h = cross(d, e2);
    double det = dot(e1, h);
    if (Math.abs(det) < 1e-18) {
      return false;
    }
    double[] s = minus(o, v0);
    double u = dot(s, h) / det;
    double[] q = cross(s, e1);
    double v = dot(d, q) / det;
    double t = dot(e2, q) / det;
    return u > 0 && v > 0 && u + v < 1 && t > 0 && t < 1;
  }

  private double[] point(int v) {
    return new double[] {p[3 * v], p[3 * v + 1], p[3 * v + 2]};
  }

  private static double[] minus(double[] a, double[] b) {
    return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
