package io.facesweep.mesh;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Binary STL: triangles with their normals, for printers; without texture. */
public final class StlFile {
  private static final int HEADER = 80;
  private static final int TRIANGLE = 50;

  private StlFile() {}

  /** The file's bytes. */
  public static byte[] of(TriangleMesh mesh) {
    int count = mesh.faceCount();
    ByteBuffer out =
        ByteBuffer.allocate(HEADER + 4 + TRIANGLE * count).order(ByteOrder.LITTLE_ENDIAN);
    out.position(HEADER).putInt(count);
    float[] p = mesh.vertices();
    for (int i = 0; i < mesh.faces().length; i += 3) {
      int a = 3 * mesh.faces()[i];
      int b = 3 * mesh.faces()[i + 1];
      int c = 3 * mesh.faces()[i + 2];
      putNormal(out, p, a, b, c);
      for (int corner : new int[] {a, b, c}) {
        out.putFloat(p[corner]).putFloat(p[corner + 1]).putFloat(p[corner + 2]);
      }
      out.putShort((short) 0);
    }
    return out.array();
  }

  /** Of length 1; 0 where the triangle has no area. */
  private static void putNormal(ByteBuffer out, float[] p, int a, int b, int c) {
    double[] normal = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      int y = (axis + 1) % 3;
      int z = (axis + 2) % 3;
      normal[axis] =
          (double) (p[b + y] - p[a + y]) * (p[c + z] - p[a + z])
              - (double) (p[b + z] - p[a + z]) * (p[c + y] - p[a + y]);
    }
    double length =
        Math.sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]);
    for (double component : normal) {
      out.putFloat((float) (length > 0 ? component / length : 0));
    }
  }
}
