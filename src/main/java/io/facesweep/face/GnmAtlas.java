package io.facesweep.face;

import io.facesweep.UserException;
import io.facesweep.mesh.TriangleMesh;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * GNM Head's UDIM tiles in one texture. As published, each region has a tile of its own (1001 to
 * 1007, u from 0 to 7). Here the skin has the upper middle, u from 0.1 to 0.9 and v from 0.2 to 1;
 * below it lie, each as it is, the right eye, tongue, teeth and the left eye.
 */
final class GnmAtlas {
  private static final int FIRST = 1001;

  /**
   * Where a tile goes.
   *
   * @param tile its column, from 0
   * @param size side of the square that it gets
   */
  private record Place(int tile, float left, float bottom, float size) implements UvMap {
    @Override
    public float u(float u, float v) {
      return left + size * (u - tile);
    }

    @Override
    public float v(float u, float v) {
      return bottom + size * v;
    }
  }

  private static final int LEFT_CORNEA = 2;
  private static final int RIGHT_CORNEA = 4;

  private static final Place[] PLACES = {
    new Place(0, 0.1f, 0.2f, 0.8f), // skin
    new Place(1, 0.79f, 0, 0.19f), // left eye
    new Place(LEFT_CORNEA, 0.79f, 0, 0.19f),
    new Place(3, 0.02f, 0, 0.19f), // right eye
    new Place(RIGHT_CORNEA, 0.02f, 0, 0.19f),
    new Place(5, 0.57f, 0, 0.19f), // teeth and gums
    new Place(6, 0.24f, 0, 0.19f), // tongue
  };

  private GnmAtlas() {}

  private record Corner(int vertex, int u, int v) {}

  /**
   * The mesh, in which corners of the same vertex and place in the texture share a coordinate.
   *
   * @param uvs [F, 3, 2], of each face's corners
   */
  static TriangleMesh welded(float[] vertices, int[] triangles, float[] uvs) {
    Map<Corner, Integer> known = new HashMap<>();
    int[] uvFaces = new int[triangles.length];
    float[] welded = new float[uvs.length];
    for (int i = 0; i < triangles.length; i++) {
      float u = uvs[2 * i];
      float v = uvs[2 * i + 1];
      Corner corner = new Corner(triangles[i], Float.floatToIntBits(u), Float.floatToIntBits(v));
      int index = known.computeIfAbsent(corner, key -> known.size());
      welded[2 * index] = u;
      welded[2 * index + 1] = v;
      uvFaces[i] = index;
    }
    return new TriangleMesh(vertices, triangles, Arrays.copyOf(welded, 2 * known.size()), uvFaces);
  }

  /** Whether a face belongs to the transparent shell of an eye. */
  static boolean isCornea(TriangleMesh mesh, int face) {
    int tile = tile(mesh, face);
    return tile == LEFT_CORNEA || tile == RIGHT_CORNEA;
  }

  /** The mesh with all tiles in one. */
  static TriangleMesh pack(TriangleMesh mesh) {
    return UvAtlas.pack(mesh, face -> PLACES[tile(mesh, face)]);
  }

  /** The column of a face's tile, by its middle. */
  private static int tile(TriangleMesh mesh, int face) {
    double u = 0;
    double v = 0;
    for (int i = 3 * face; i < 3 * face + 3; i++) {
      int uv = mesh.textureFaces()[i];
      u += mesh.textureCoordinates()[2 * uv] / 3.0;
      v += mesh.textureCoordinates()[2 * uv + 1] / 3.0;
    }
    if (!(u >= 0 && u < PLACES.length && v >= 0 && v <= 1)) {
      throw new UserException(
          "face %d has its texture at (%s, %s) (expected in the UDIM tiles %d to %d, as GNM Head is published)"
              .formatted(face, (float) u, (float) v, FIRST, FIRST + PLACES.length - 1));
    }
    return (int) u;
  }
}
