package io.facesweep.face;

import io.facesweep.UserException;
import io.facesweep.mesh.TriangleMesh;

/**
 * ICT-FaceKit's UV tiles in one texture. As published, every material has a tile of its own (u from
 * 0 to 7), and the eyes lie over the face in the first. Here the face is in the upper middle, the
 * rest of head and neck below it, and eyes, teeth and gums at its sides. Eyes and what is around
 * them go to their own side, so that skin and eyes mirror at u = 1/2.
 */
final class IctAtlas {
  private static final int FIRST_EYE = IctFaceKit.firstVertex("eyes");
  private static final int FIRST_EYE_DETAIL = IctFaceKit.firstVertex("eye-details");

  /**
   * Where a tile goes.
   *
   * @param u left border, of 0 to 1
   * @param v lower border
   * @param sides what becomes of triangles with x below 0
   */
  private record Place(float u, float v, float width, float height, Sides sides) {}

  /** How the two of a pair share a place. */
  private enum Sides {
    /** They do not: the part is one. */
    ONE,
    /** Those with x below 0 go to the place opposite, as they are. */
    MOVED,
    /** They go there as their mirror image. */
    MIRRORED
  }

  private static final Place FACE = new Place(0.22f, 0.44f, 0.56f, 0.56f, Sides.ONE);
  private static final Place EYE = new Place(0.79f, 0.79f, 0.2f, 0.2f, Sides.MOVED);
  private static final Place EYE_FLUID = new Place(0.79f, 0.68f, 0.1f, 0.1f, Sides.MIRRORED);

  /** Each tile has a place; the first one's is that of the face. */
  private static final Place[] TILES = {
    FACE,
    new Place(0, 0, 1, 0.43f, Sides.ONE), // head and neck, sockets
    new Place(0.1f, 0.45f, 0.11f, 0.11f, Sides.ONE), // gums and tongue
    new Place(0.79f, 0.45f, 0.11f, 0.11f, Sides.ONE), // teeth
    new Place(0.89f, 0.68f, 0.1f, 0.1f, Sides.MIRRORED), // rim of the left eye
    new Place(0.89f, 0.68f, 0.1f, 0.1f, Sides.MIRRORED), // rim of the right eye
    new Place(0.59f, 0.57f, 0.4f, 0.1f, Sides.MOVED), // eyelashes: a half of the tile each
  };

  private IctAtlas() {}

  /**
   * The mesh with texture coordinates from 0 to 1; as it is where it has none beyond.
   *
   * @throws UserException when they lie in tiles that the published model does not have
   */
  static TriangleMesh pack(TriangleMesh mesh) {
    float[] uvs = mesh.textureCoordinates();
    if (!reachesOut(uvs)) {
      return mesh;
    }
    return UvAtlas.pack(
        mesh,
        face -> {
          int tile = tile(uvs, mesh.textureFaces(), 3 * face);
          Place place = place(tile, mesh.faces()[3 * face]);
          return new Part(tile, place, place.sides() != Sides.ONE && x(mesh, 3 * face) < 0);
        });
  }

  /** What goes the same way: the faces of a tile that go to one place, or to the one opposite. */
  private record Part(int tile, Place place, boolean opposite) implements UvMap {
    @Override
    public float u(float u, float v) {
      return IctAtlas.u(place, u - tile, opposite);
    }

    @Override
    public float v(float u, float v) {
      return place.v() + place.height() * v;
    }
  }

  private static boolean reachesOut(float[] uvs) {
    for (int i = 0; i < uvs.length; i += 2) {
      if (uvs[i] > 1) {
        return true;
      }
    }
    return false;
  }

  private static int tile(float[] uvs, int[] faces, int i) {
    float sum = uvs[2 * faces[i]] + uvs[2 * faces[i + 1]] + uvs[2 * faces[i + 2]];
    int tile = (int) Math.floor(sum / 3);
    if (tile < 0 || tile >= TILES.length) {
      throw new UserException(
          "face %d has its texture in tile %d (expected 0 to %d, as ICT-FaceKit is published)"
              .formatted(i / 3, tile, TILES.length - 1));
    }
    return tile;
  }

  private static Place place(int tile, int vertex) {
    if (tile > 0 || vertex < FIRST_EYE) {
      return TILES[tile];
    }
    return vertex < FIRST_EYE_DETAIL ? EYE : EYE_FLUID;
  }

  private static float x(TriangleMesh mesh, int corner) {
    float sum = 0;
    for (int i = corner; i < corner + 3; i++) {
      sum += mesh.vertices()[3 * mesh.faces()[i]];
    }
    return sum;
  }

  private static float u(Place place, float u, boolean opposite) {
    if (!opposite) {
      return place.u() + place.width() * u;
    }
    float left = 1 - place.u() - place.width();
    return left + place.width() * (place.sides() == Sides.MIRRORED ? 1 - u : u);
  }
}
