package io.facesweep.face;

import io.facesweep.mesh.TriangleMesh;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The head of MakeHuman's base mesh in a texture of its own. As published, the head has a fifth of
 * a texture of the whole body, where the face lies on its side. Here the head stands upright in the
 * upper half, the face in its middle; below it lie the neck, the inside of the mouth, the eye
 * sockets and the eyes, each pair on its own side, so that all mirrors at u = 1/2.
 */
final class MakeHumanAtlas {
  /** The island of the head is this many times larger than published, and so are most others. */
  private static final float SCALE = 1.4649f;

  private static final float EYE_SCALE = 0.2f / 0.0254f;

  /**
   * A part of the published layout, and where it goes.
   *
   * @param left and the next three: the part's borders as published
   * @param isUpright whether it keeps its direction; else it is turned, so that -u becomes up
   * @param toLeft its new left border
   * @param toBottom its new lower border
   */
  private record Island(
      float left,
      float right,
      float bottom,
      float top,
      boolean isUpright,
      float scale,
      float toLeft,
      float toBottom)
      implements UvMap {
    boolean holds(double u, double v) {
      return u >= left && u <= right && v >= bottom && v <= top;
    }

    @Override
    public float u(float u, float v) {
      return toLeft + scale * (isUpright ? u - left : v - bottom);
    }

    @Override
    public float v(float u, float v) {
      return toBottom + scale * (isUpright ? v - bottom : right - u);
    }
  }

  private static final Island HEAD =
      new Island(0.6400f, 0.9940f, 0.14818f, 0.81818f, false, SCALE, 0.00925f, 0.473f);

  private static final List<Island> ISLANDS =
      List.of(
          HEAD,
          new Island(0.7566f, 0.9247f, 0.0100f, 0.1380f, true, SCALE, 0.3769f, 0.02f), // mouth
          new Island(0.0110f, 0.0810f, 0.5460f, 0.6340f, true, SCALE, 0.24f, 0.02f), // right socket
          new Island(0.0820f, 0.1520f, 0.5460f, 0.6340f, true, SCALE, 0.65746f, 0.02f), // left one
          new Island(0.2655f, 0.4956f, 0.8680f, 0.9745f, true, SCALE, 0.33147f, 0.27f), // neck
          new Island(0.7600f, 0.7856f, 0.9310f, 0.9575f, true, EYE_SCALE, 0.7769f, 0.22f), // left
          new Island(0.7878f, 0.8134f, 0.9310f, 0.9575f, true, EYE_SCALE, 0.0215f, 0.22f)); // right

  private MakeHumanAtlas() {}

  /**
   * The mesh with the head's own layout; as it is where a face lies outside the published islands,
   * for then it is another layout.
   */
  static TriangleMesh pack(TriangleMesh mesh) {
    for (int face = 0; face < mesh.faceCount(); face++) {
      if (island(mesh, face) == null) {
        return mesh;
      }
    }
    return UvAtlas.pack(mesh, face -> Objects.requireNonNull(island(mesh, face)));
  }

  private static @Nullable Island island(TriangleMesh mesh, int face) {
    double u = 0;
    double v = 0;
    for (int i = 3 * face; i < 3 * face + 3; i++) {
      int uv = mesh.textureFaces()[i];
      u += mesh.textureCoordinates()[2 * uv] / 3.0;
      v += mesh.textureCoordinates()[2 * uv + 1] / 3.0;
    }
    for (Island island : ISLANDS) {
      if (island.holds(u, v)) {
        return island;
      }
    }
    return null;
  }

  /** Whether a point as published belongs to the island of face, scalp and ears. */
  static boolean isOfHead(double u, double v) {
    return HEAD.holds(u, v);
  }
}
