package io.facesweep.mesh;

/**
 * An indexed triangle mesh with optional texture coordinates.
 *
 * <p>World axes: right-handed, +Y up, a face looks along +Z. Texture coordinates have (0, 0) at the
 * bottom left, as in OBJ. A vertex on a texture seam has several texture coordinates, so faces
 * index them apart from the positions.
 *
 * <p>The mesh owns its arrays: it takes them without a copy, and callers must not write to what the
 * accessors return.
 */
public final class TriangleMesh {
  private final float[] vertices;
  private final int[] faces;
  private final float[] textureCoordinates;
  private final int[] textureFaces;

  /**
   * @param vertices positions [V, 3], row-major, finite
   * @param faces vertex indices [F, 3] in [0, V), counter-clockwise seen from outside
   * @param textureCoordinates UVs [T, 2], finite; empty for a mesh without texture
   * @param textureFaces UV indices [F, 3] in [0, T); empty exactly when {@code textureCoordinates}
   *     is
   * @throws IllegalArgumentException naming the first index or value that breaks a rule
   */
  public TriangleMesh(
      float[] vertices, int[] faces, float[] textureCoordinates, int[] textureFaces) {
    requireMultiple("vertices", vertices.length, 3);
    requireMultiple("faces", faces.length, 3);
    requireMultiple("texture coordinates", textureCoordinates.length, 2);
    if (textureFaces.length != (textureCoordinates.length == 0 ? 0 : faces.length)) {
      throw new IllegalArgumentException(
          "Invalid texture faces: %d indices (expected %d, as many as the faces have, or none without texture coordinates)"
              .formatted(textureFaces.length, faces.length));
    }
    requireFinite("vertex", vertices, 3);
    requireFinite("texture coordinate", textureCoordinates, 2);
    requireInRange("vertex", faces, vertices.length / 3);
    requireInRange("texture", textureFaces, textureCoordinates.length / 2);
    this.vertices = vertices;
    this.faces = faces;
    this.textureCoordinates = textureCoordinates;
    this.textureFaces = textureFaces;
  }

  /** Positions [V, 3], row-major. Not a copy. */
  public float[] vertices() {
    return vertices;
  }

  /** Vertex indices [F, 3]. Not a copy. */
  public int[] faces() {
    return faces;
  }

  /** UVs [T, 2], empty without texture. Not a copy. */
  public float[] textureCoordinates() {
    return textureCoordinates;
  }

  /** UV indices [F, 3], empty without texture. Not a copy. */
  public int[] textureFaces() {
    return textureFaces;
  }

  public int vertexCount() {
    return vertices.length / 3;
  }

  public int faceCount() {
    return faces.length / 3;
  }

  public boolean isTextured() {
    return textureCoordinates.length > 0;
  }

  /** Returns a mesh of the same topology and UVs at other positions [V, 3]. */
  public TriangleMesh withVertices(float[] positions) {
    if (positions.length != vertices.length) {
      throw new IllegalArgumentException(
          "Invalid positions: %d values (expected %d, three a vertex)"
              .formatted(positions.length, vertices.length));
    }
    return new TriangleMesh(positions, faces, textureCoordinates, textureFaces);
  }

  private static void requireMultiple(String name, int length, int factor) {
    if (length % factor != 0) {
      throw new IllegalArgumentException(
          "Invalid %s: %d values (expected a multiple of %d)".formatted(name, length, factor));
    }
  }

  private static void requireFinite(String name, float[] values, int width) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "Invalid %s %d: %s (expected finite values)".formatted(name, i / width, values[i]));
      }
    }
  }

  private static void requireInRange(String name, int[] indices, int count) {
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= count) {
        throw new IllegalArgumentException(
            "Invalid face %d: %s index %d (expected 0 to %d)"
                .formatted(i / 3, name, indices[i], count - 1));
      }
    }
  }
}
