package io.facesweep.face;

import io.facesweep.mesh.TriangleMesh;

/**
 * How unevenly a triangle's texture is stretched: the ratio of the singular values of the map from
 * UV to space, at least 1.
 */
final class TextureStretch {
  private TextureStretch() {}

  static double ratio(TriangleMesh mesh, int face) {
    float[] p = mesh.vertices();
    float[] uv = mesh.textureCoordinates();
    int[] v = {
      3 * mesh.faces()[3 * face], 3 * mesh.faces()[3 * face + 1], 3 * mesh.faces()[3 * face + 2]
    };
    int[] t = {
      2 * mesh.textureFaces()[3 * face],
      2 * mesh.textureFaces()[3 * face + 1],
      2 * mesh.textureFaces()[3 * face + 2]
    };
    double s1 = uv[t[1]] - uv[t[0]];
    double s2 = uv[t[2]] - uv[t[0]];
    double t1 = uv[t[1] + 1] - uv[t[0] + 1];
    double t2 = uv[t[2] + 1] - uv[t[0] + 1];
    double r = 1 / (s1 * t2 - s2 * t1);
    double a = 0;
    double b = 0;
    double c = 0;
    for (int axis = 0; axis < 3; axis++) {
      double e1 = p[v[1] + axis] - p[v[0] + axis];
      double e2 = p[v[2] + axis] - p[v[0] + axis];
      double du = (e1 * t2 - e2 * t1) * r;
      double dv = (e2 * s1 - e1 * s2) * r;
      a += du * du;
      b += du * dv;
      c += dv * dv;
    }
    double root = Math.sqrt((a - c) * (a - c) + 4 * b * b);
    return Math.sqrt((a + c + root) / (a + c - root));
  }
}
