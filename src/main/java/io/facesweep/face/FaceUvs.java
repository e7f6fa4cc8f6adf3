package io.facesweep.face;

import io.facesweep.UserException;
import io.facesweep.mesh.ObjFile;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Texture coordinates from a file of their own, as FLAME has them: an {@code .obj} of the same
 * vertices, whose faces may come in any order; or arrays in the order of the model's faces, {@code
 * vt} [T, 2] and {@code ft} [F, 3] of an {@code .npz} (FLAME_texture.npz), {@code uvs} and {@code
 * uv_faces} of {@code .safetensors} in FaceSweep's own form.
 */
final class FaceUvs {
  private FaceUvs() {}

  /**
   * Gives a model the texture coordinates of a file.
   *
   * @throws UserException if they do not fit its faces
   */
  static void addTo(FaceModel.Builder builder, Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    if (name.endsWith(".obj")) {
      fromMesh(builder, ObjFile.read(path).mesh());
    } else if (name.endsWith(".npz")) {
      fromArchive(builder, path);
    } else if (name.endsWith(".safetensors")) {
      try (SafetensorsFile file = SafetensorsFile.open(path)) {
        builder.texture(
            FaceFile.floats(file, "uvs", -1, 2),
            FaceFile.ints(file, "uv_faces", builder.mean().faceCount(), 3));
      }
    } else {
      throw new UserException(
          "its name is %s (expected .obj, .npz or .safetensors)".formatted(name));
    }
    builder.remark("texture coordinates from " + name);
  }

  private static void fromArchive(FaceModel.Builder builder, Path path) throws IOException {
    Map<String, NumpyArray> arrays = NpzFile.read(path, Set.of("vt", "ft"));
    NumpyArray vt = arrays.get("vt");
    NumpyArray ft = arrays.get("ft");
    if (vt == null || ft == null) {
      throw new UserException(
          "Cannot find array %s (expected vt and ft, as in FLAME_texture.npz)"
              .formatted(vt == null ? "vt" : "ft"));
    }
    builder.texture(
        vt.requireShape(-1, 2).floats(), ft.requireShape(builder.mean().faceCount(), 3).ints());
  }

  private static void fromMesh(FaceModel.Builder builder, TriangleMesh file) {
    SourceVertices numbering = builder.numbering();
    if (!file.isTextured()) {
      throw new UserException("it has no texture coordinates");
    }
    if (file.vertexCount() != numbering.count()) {
      throw new UserException(
          "it has %d vertices (expected %d as the face model's file)"
              .formatted(file.vertexCount(), numbering.count()));
    }
    Map<List<Integer>, Integer> known = new HashMap<>();
    for (int face = 0; face < file.faceCount(); face++) {
      known.put(corners(file.faces(), face), face);
    }
    int[] source = Arrays.stream(builder.mean().faces()).map(v -> numbering.kept()[v]).toArray();
    int[] uvFaces = new int[source.length];
    for (int face = 0; face < source.length / 3; face++) {
      List<Integer> corners = corners(source, face);
      Integer twin = known.get(corners);
      if (twin == null) {
        throw new UserException(
            "it has no face of the vertices %s (expected the face model's faces)"
                .formatted(corners));
      }
      for (int i = 3 * face; i < 3 * face + 3; i++) {
        uvFaces[i] = file.textureFaces()[corner(file.faces(), twin, source[i])];
      }
    }
    builder.texture(file.textureCoordinates(), uvFaces);
  }

  private static List<Integer> corners(int[] faces, int face) {
    int[] corners = Arrays.copyOfRange(faces, 3 * face, 3 * face + 3);
    Arrays.sort(corners);
    return List.of(corners[0], corners[1], corners[2]);
  }

  /** Where a face has a vertex that it is known to have. */
  private static int corner(int[] faces, int face, int vertex) {
    int corner = 3 * face;
    while (faces[corner] != vertex) {
      corner++;
    }
    return corner;
  }
}
