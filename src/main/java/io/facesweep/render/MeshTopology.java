package io.facesweep.render;

import io.facesweep.UserException;
import io.facesweep.mesh.TriangleMesh;

/**
 * What stays when a mesh's vertices move: which vertices make a triangle, the triangles' texture
 * coordinates, and which triangles meet at an edge. Made once, shared by all renders.
 */
public final class MeshTopology {
  private final int vertexCount;
  private final int[] faces;
  private final float[] cornerUvs;
  private final MeshEdges edges;

  /**
   * @param vertexCount V, at least 1
   * @param faces vertex indices [F, 3] in [0, V), counter-clockwise from outside
   * @param cornerUvs texture coordinates of each corner [F, 3, 2], (0, 0) at the bottom left; empty
   *     for none
   * @throws IllegalArgumentException naming the first face or value that breaks a rule
   */
  public MeshTopology(int vertexCount, int[] faces, float[] cornerUvs) {
    if (vertexCount < 1) {
      throw new IllegalArgumentException(
          "Invalid vertex count: %d (expected at least 1)".formatted(vertexCount));
    }
    if (faces.length % 3 != 0 || faces.length == 0) {
      throw new IllegalArgumentException(
          "Invalid faces: %d indices (expected a multiple of 3, at least 3)"
              .formatted(faces.length));
    }
    if (cornerUvs.length != 0 && cornerUvs.length != 2 * faces.length) {
      throw new IllegalArgumentException(
          "Invalid texture coordinates: %d values (expected %d, two a corner, or none)"
              .formatted(cornerUvs.length, 2 * faces.length));
    }
    for (int i = 0; i < faces.length; i++) {
      if (faces[i] < 0 || faces[i] >= vertexCount) {
        throw new IllegalArgumentException(
            "Invalid face %d: vertex index %d (expected 0 to %d)"
                .formatted(i / 3, faces[i], vertexCount - 1));
      }
    }
    for (int i = 0; i < cornerUvs.length; i++) {
      if (!Float.isFinite(cornerUvs[i])) {
        throw new IllegalArgumentException(
            "Invalid texture coordinate of face %d: %s (expected finite values)"
                .formatted(i / 6, cornerUvs[i]));
      }
    }
    this.vertexCount = vertexCount;
    this.faces = faces.clone();
    this.cornerUvs = cornerUvs.clone();
    this.edges = new MeshEdges(this.faces);
  }

  /** The topology of a mesh, with its texture coordinates if it has any. */
  public static MeshTopology of(TriangleMesh mesh) {
    int[] textureFaces = mesh.textureFaces();
    float[] uvs = new float[2 * textureFaces.length];
    for (int corner = 0; corner < textureFaces.length; corner++) {
      System.arraycopy(mesh.textureCoordinates(), 2 * textureFaces[corner], uvs, 2 * corner, 2);
    }
    return new MeshTopology(mesh.vertexCount(), mesh.faces(), uvs);
  }

  public int vertexCount() {
    return vertexCount;
  }

  public int faceCount() {
    return faces.length / 3;
  }

  /** Vertex indices [F, 3]. Not a copy. */
  public int[] faces() {
    return faces;
  }

  /**
   * Texture coordinates of each corner [F, 3, 2]. Not a copy.
   *
   * @throws UserException if the mesh has none
   */
  public float[] cornerUvs() {
    if (cornerUvs.length == 0) {
      throw new UserException(
          "Cannot render a texture: the mesh has no texture coordinates; give the face model UVs or render it grey");
    }
    return cornerUvs;
  }

  MeshEdges edges() {
    return edges;
  }
}
