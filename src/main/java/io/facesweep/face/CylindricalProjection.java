package io.facesweep.face;

import io.facesweep.mesh.TriangleMesh;
import java.util.Arrays;

/**
 * Texture coordinates for a face model that has none: u is the azimuth around the vertical axis
 * through the bounding box's middle (0.5 in front, the seam at the back), v the height.
 */
final class CylindricalProjection {
  private CylindricalProjection() {}

  static TriangleMesh onto(TriangleMesh mesh) {
    float[] p = mesh.vertices();
    float[] least = {Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY};
    float[] most = {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY};
    for (int i = 0; i < p.length; i++) {
      least[i % 3] = Math.min(least[i % 3], p[i]);
      most[i % 3] = Math.max(most[i % 3], p[i]);
    }
    int count = mesh.vertexCount();
    float[] uvs = new float[2 * count];
    for (int v = 0; v < count; v++) {
      double x = p[3 * v] - (least[0] + most[0]) / 2.0;
      double z = p[3 * v + 2] - (least[2] + most[2]) / 2.0;
      uvs[2 * v] = (float) (0.5 + Math.atan2(x, z) / (2 * Math.PI));
      uvs[2 * v + 1] = (p[3 * v + 1] - least[1]) / Math.max(most[1] - least[1], Float.MIN_NORMAL);
    }
    return sewn(mesh, uvs);
  }

  /**
   * Faces across the seam stay on its side that holds most of them: their other corners get a
   * coordinate at the edge.
   */
  private static TriangleMesh sewn(TriangleMesh mesh, float[] uvs) {
    int[] faces = mesh.faces();
    int[] uvFaces = faces.clone();
    float[] grown = Arrays.copyOf(uvs, uvs.length + 2 * faces.length);
    int next = uvs.length / 2;
    for (int i = 0; i < faces.length; i += 3) {
      int right = 0;
      float least = 1;
      float most = 0;
      for (int corner = i; corner < i + 3; corner++) {
        float u = uvs[2 * faces[corner]];
        least = Math.min(least, u);
        most = Math.max(most, u);
        right += u > 0.5f ? 1 : 0;
      }
      if (most - least <= 0.5f) {
        continue;
      }
      for (int corner = i; corner < i + 3; corner++) {
        float u = uvs[2 * faces[corner]];
        if (u > 0.5f != right >= 2) {
          grown[2 * next] = right >= 2 ? 1 : 0;
          grown[2 * next + 1] = uvs[2 * faces[corner] + 1];
          uvFaces[corner] = next++;
        }
      }
    }
    return new TriangleMesh(mesh.vertices(), faces, Arrays.copyOf(grown, 2 * next), uvFaces);
  }
}
