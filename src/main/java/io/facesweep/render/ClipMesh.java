package io.facesweep.render;

/**
 * A mesh in the clip space of one view.
 *
 * @param clip (x, y, w) of each vertex, [V, 3] row-major, finite; x / w and y / w in [-1, 1] are in
 *     the image, y up, w is the depth
 * @param faces vertex indices, [F, 3], counter-clockwise from outside; may be shared by many meshes
 */
public record ClipMesh(float[] clip, int[] faces) {
  /**
   * @throws IllegalArgumentException naming the vertex that is not finite or the array of a wrong
   *     size. Face indices are checked where a topology is made, not here, once a frame.
   */
  public ClipMesh {
    if (clip.length % 3 != 0 || faces.length % 3 != 0) {
      throw new IllegalArgumentException(
          "Invalid mesh: %d coordinates and %d indices (expected multiples of 3)"
              .formatted(clip.length, faces.length));
    }
    for (int i = 0; i < clip.length; i++) {
      if (!Float.isFinite(clip[i])) {
        throw new IllegalArgumentException(
            "Invalid vertex %d: %s (expected finite coordinates)".formatted(i / 3, clip[i]));
      }
    }
  }

  public int vertexCount() {
    return clip.length / 3;
  }

  public int faceCount() {
    return faces.length / 3;
  }
}
