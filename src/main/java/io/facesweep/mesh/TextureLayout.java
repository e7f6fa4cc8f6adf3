package io.facesweep.mesh;

import java.util.Arrays;
import java.util.stream.IntStream;

/** How a mesh's surface lies in its texture. */
public final class TextureLayout {
  private static final int SAMPLES = 400;
  private static final double NEAR = 0.1; // in bounding radii
  private static final float BORDER = 0.01f;

  private TextureLayout() {}

  /** Whether all texture coordinates are from 0 to 1, or nearly. */
  public static boolean liesInOneTexture(TriangleMesh mesh) {
    for (float value : mesh.textureCoordinates()) {
      if (value < -BORDER || value > 1 + BORDER) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the left half of the texture belongs to one side of the face and the right half to the
   * other, point for point, which a comparison of a texture with its mirror image takes for
   * granted: the point at (1 - u, v) lies opposite the point at (u, v), for half of up to 400
   * points closer than a tenth of the bounding radius.
   *
   * @param mesh with the bounding radius 1 and x = 0 in the middle; false without texture
   *     coordinates
   */
  public static boolean mirrors(TriangleMesh mesh) {
    if (!mesh.isTextured()) {
      return false;
    }
    float[] uv = mesh.textureCoordinates();
    int count = uv.length / 2;
    int[] vertex = new int[count]; // of each texture coordinate
    Arrays.fill(vertex, -1);
    for (int i = 0; i < mesh.textureFaces().length; i++) {
      vertex[mesh.textureFaces()[i]] = mesh.faces()[i];
    }
    int[] points = IntStream.range(0, count).filter(i -> vertex[i] >= 0).toArray();
    int samples = Math.min(SAMPLES, points.length);
    double[] distances = new double[samples];
    for (int i = 0; i < samples; i++) {
      int at = points[(int) ((long) i * points.length / samples)];
      int opposite = nearest(uv, points, 1 - uv[2 * at], uv[2 * at + 1]);
      distances[i] = mirroredDistance(mesh.vertices(), vertex[at], vertex[opposite]);
    }
    Arrays.sort(distances);
    return distances[samples / 2] < NEAR;
  }

  private static int nearest(float[] uv, int[] points, float u, float v) {
    int best = points[0];
    double least = Double.POSITIVE_INFINITY;
    for (int point : points) {
      double du = uv[2 * point] - u;
      double dv = uv[2 * point + 1] - v;
      double distance = du * du + dv * dv;
      if (distance < least) {
        least = distance;
        best = point;
      }
    }
    return best;
  }

  private static double mirroredDistance(float[] vertices, int a, int b) {
    double dx = vertices[3 * a] + vertices[3 * b];
    double dy = vertices[3 * a + 1] - vertices[3 * b + 1];
    double dz = vertices[3 * a + 2] - vertices[3 * b + 2];
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }
}
