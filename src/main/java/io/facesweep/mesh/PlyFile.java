package io.facesweep.mesh;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Binary PLY: positions, normals, texture coordinates {@code s}, {@code t} where there are some,
 * and triangles. Vertices are split where the texture is.
 */
public final class PlyFile {
  private static final int TRIANGLE = 13;

  private PlyFile() {}

  /** The file's bytes. */
  public static byte[] of(TriangleMesh mesh) {
    MeshCorners corners = MeshCorners.of(mesh);
    int count = corners.vertex().length;
    boolean isTextured = mesh.isTextured();
    byte[] header = header(count, mesh.faceCount(), isTextured);
    int width = (isTextured ? 8 : 6) * Float.BYTES;
    ByteBuffer out =
        ByteBuffer.allocate(header.length + width * count + TRIANGLE * mesh.faceCount())
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(header);
    float[] normals = VertexNormals.of(mesh);
    for (int corner = 0; corner < count; corner++) {
      put(out, mesh.vertices(), corners.vertex()[corner], 3);
      put(out, normals, corners.vertex()[corner], 3);
      if (isTextured) {
        put(out, mesh.textureCoordinates(), corners.uv()[corner], 2);
      }
    }
    for (int i = 0; i < corners.indices().length; i++) {
      if (i % 3 == 0) {
        out.put((byte) 3);
      }
      out.putInt(corners.indices()[i]);
    }
    return out.array();
  }

  private static byte[] header(int vertices, int faces, boolean isTextured) {
    StringBuilder header = new StringBuilder("ply\nformat binary_little_endian 1.0\n");
    header.append("comment FaceSweep\nelement vertex ").append(vertices).append('\n');
    for (String property : new String[] {"x", "y", "z", "nx", "ny", "nz"}) {
      header.append("property float ").append(property).append('\n');
    }
    if (isTextured) {
      header.append("property float s\nproperty float t\n");
    }
    header.append("element face ").append(faces).append('\n');
    header.append("property list uchar int vertex_indices\nend_header\n");
    return header.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void put(ByteBuffer out, float[] values, int index, int width) {
    for (int i = index * width; i < (index + 1) * width; i++) {
      out.putFloat(values[i]);
    }
  }
}
