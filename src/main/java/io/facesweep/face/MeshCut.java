package io.facesweep.face;

import io.facesweep.mesh.TriangleMesh;
import java.util.Arrays;

/**
 * Some faces of a mesh, with the vertices and texture coordinates that they use, in the order of
 * the source.
 *
 * @param mesh what is left
 * @param vertices which of the source's vertices it has
 */
record MeshCut(TriangleMesh mesh, SourceVertices vertices) {
  /** Says whether a face stays. */
  @FunctionalInterface
  interface Kept {
    boolean isKept(int face);
  }

  /**
   * Cuts a mesh.
   *
   * @throws IllegalArgumentException if no face is left
   */
  static MeshCut of(TriangleMesh mesh, Kept kept) {
    int[] corners = new int[mesh.faces().length];
    int count = 0;
    for (int face = 0; face < mesh.faceCount(); face++) {
      if (kept.isKept(face)) {
        for (int corner = 0; corner < 3; corner++) {
          corners[count++] = 3 * face + corner;
        }
      }
    }
    if (count == 0) {
      throw new IllegalArgumentException("none of its faces belongs to a head");
    }
    int[] chosen = Arrays.copyOf(corners, count);
    SourceVertices vertices = used(mesh.faces(), chosen, mesh.vertexCount());
    SourceVertices uvs = used(mesh.textureFaces(), chosen, mesh.textureCoordinates().length / 2);
    return new MeshCut(
        new TriangleMesh(
            vertices.of(mesh.vertices(), 3),
            renumbered(mesh.faces(), chosen, vertices),
            uvs.of(mesh.textureCoordinates(), 2),
            renumbered(mesh.textureFaces(), chosen, uvs)),
        vertices);
  }

  private static SourceVertices used(int[] indices, int[] corners, int count) {
    boolean[] isUsed = new boolean[count];
    if (indices.length > 0) {
      for (int corner : corners) {
        isUsed[indices[corner]] = true;
      }
    }
    int[] kept = new int[count];
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (isUsed[i]) {
        kept[size++] = i;
      }
    }
    return new SourceVertices(Arrays.copyOf(kept, size), count);
  }

  private static int[] renumbered(int[] indices, int[] corners, SourceVertices kept) {
    if (indices.length == 0) {
      return indices;
    }
    int[] numbers = kept.inModel();
    return Arrays.stream(corners).map(corner -> numbers[indices[corner]]).toArray();
  }
}
