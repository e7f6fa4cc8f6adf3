package io.facesweep.mesh;

/** Vertex normals as the area-weighted mean of the normals of the faces around a vertex. */
public final class VertexNormals {
  private VertexNormals() {}

  /**
   * Unit normals [V, 3], pointing outwards for counter-clockwise faces.
   *
   * @return (0, 0, 0) for a vertex that no face of positive area uses
   */
  public static float[] of(TriangleMesh mesh) {
    float[] vertices = mesh.vertices();
    int[] faces = mesh.faces();
    double[] sums = new double[vertices.length];
    double[] normal = new double[3];
    for (int face = 0; face < mesh.faceCount(); face++) {
      FaceAreas.cross(vertices, faces, face, normal);
      for (int corner = 0; corner < 3; corner++) {
        int at = 3 * faces[3 * face + corner];
        sums[at] += normal[0];
        sums[at + 1] += normal[1];
        sums[at + 2] += normal[2];
      }
    }
    float[] normals = new float[vertices.length];
    for (int at = 0; at < sums.length; at += 3) {
      double x = sums[at];
      double y = sums[at + 1];
      double z = sums[at + 2];
      double length = Math.sqrt(x * x + y * y + z * z);
      if (length > 0) {
        normals[at] = (float) (x / length);
        normals[at + 1] = (float) (y / length);
        normals[at + 2] = (float) (z / length);
      }
    }
    return normals;
  }
}
