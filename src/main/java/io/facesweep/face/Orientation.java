package io.facesweep.face;

import io.facesweep.mesh.TriangleMesh;

/** Which way a mesh's faces look. */
final class Orientation {
  private Orientation() {}

  /**
   * Sum over the faces of normal x area dotted with the way from the mean vertex: above 0 when most
   * of it looks outwards.
   */
  static double outwardness(TriangleMesh mesh) {
    float[] p = mesh.vertices();
    double[] middle = new double[3];
    for (int i = 0; i < p.length; i++) {
      middle[i % 3] += p[i] * 3.0 / p.length;
    }
    double sum = 0;
    for (int i = 0; i < mesh.faces().length; i += 3) {
      int a = 3 * mesh.faces()[i];
      int b = 3 * mesh.faces()[i + 1];
      int c = 3 * mesh.faces()[i + 2];
      double ax = p[a] - middle[0];
      double ay = p[a + 1] - middle[1];
      double az = p[a + 2] - middle[2];
      double bx = p[b] - middle[0];
      double by = p[b + 1] - middle[1];
      double bz = p[b + 2] - middle[2];
      double cx = p[c] - middle[0];
      double cy = p[c + 1] - middle[1];
      double cz = p[c + 2] - middle[2];
      sum += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
    }
    return sum;
  }

  /** The mesh; with all faces turned over when most of them look towards the middle. */
  static TriangleMesh outward(TriangleMesh mesh) {
    return outwardness(mesh) >= 0
        ? mesh
        : new TriangleMesh(
            mesh.vertices(),
            turned(mesh.faces()),
            mesh.textureCoordinates(),
            turned(mesh.textureFaces()));
  }

  private static int[] turned(int[] faces) {
    int[] turned = faces.clone();
    for (int i = 0; i < turned.length; i += 3) {
      turned[i + 1] = faces[i + 2];
      turned[i + 2] = faces[i + 1];
    }
    return turned;
  }
}
