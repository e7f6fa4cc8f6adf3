package io.facesweep.mesh;

/** Areas of a mesh's triangles, and which of them have none. */
public final class FaceAreas {
  /** Below this part of its longest edge's square, a triangle's doubled area is float rounding. */
  private static final double ROUNDING = 1e-6;

  private FaceAreas() {}

  /** Areas [F] in the square of the vertices' unit. */
  public static float[] of(TriangleMesh mesh) {
    float[] areas = new float[mesh.faceCount()];
    double[] cross = new double[3];
    for (int face = 0; face < areas.length; face++) {
      cross(mesh.vertices(), mesh.faces(), face, cross);
      areas[face] = (float) (length(cross) / 2);
    }
    return areas;
  }

  /**
   * How many triangles have no area: repeated vertices, or corners on one line up to float
   * rounding.
   */
  public static int zeroCount(TriangleMesh mesh) {
    double[] cross = new double[3];
    int count = 0;
    for (int face = 0; face < mesh.faceCount(); face++) {
      cross(mesh.vertices(), mesh.faces(), face, cross);
      if (length(cross) <= ROUNDING * longestEdgeSquared(mesh, face)) {
        count++;
      }
    }
    return count;
  }

  /** The cross product of two edges: the face's normal, of twice its area in length. */
  static void cross(float[] vertices, int[] faces, int face, double[] result) {
    int a = 3 * faces[3 * face];
    int b = 3 * faces[3 * face + 1];
    int c = 3 * faces[3 * face + 2];
    double ux = (double) vertices[b] - vertices[a];
    double uy = (double) vertices[b + 1] - vertices[a + 1];
    double uz = (double) vertices[b + 2] - vertices[a + 2];
    double vx = (double) vertices[c] - vertices[a];
    double vy = (double) vertices[c + 1] - vertices[a + 1];
    double vz = (double) vertices[c + 2] - vertices[a + 2];
    result[0] = uy * vz - uz * vy;
    result[1] = uz * vx - ux * vz;
    result[2] = ux * vy - uy * vx;
  }

  private static double longestEdgeSquared(TriangleMesh mesh, int face) {
    double longest = 0;
    for (int corner = 0; corner < 3; corner++) {
      int a = 3 * mesh.faces()[3 * face + corner];
      int b = 3 * mesh.faces()[3 * face + (corner + 1) % 3];
      double sum = 0;
      for (int axis = 0; axis < 3; axis++) {
        double d = (double) mesh.vertices()[b + axis] - mesh.vertices()[a + axis];
        sum += d * d;
      }
      longest = Math.max(longest, sum);
    }
    return longest;
  }

  private static double length(double[] v) {
    return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
  }
}
