package io.facesweep.face;

import io.facesweep.UserException;
import io.facesweep.mesh.TriangleMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * FLAME (Li et al., "Learning a model of facial shape and expression from 4D scans", 2017), from
 * .npz or .pkl: {@code v_template} [V, 3], {@code shapedirs} [V, 3, n] whose first 300 columns are
 * identity and whose rest is expression, {@code f} [F, 3]; optionally {@code vt} [T, 2] and {@code
 * ft} [F, 3]. Pose, joints and skinning are not used. Without UVs a cylindrical projection is made.
 */
final class FlameModel {
  private static final int IDENTITY = 300;
  private static final Set<String> KEYS = Set.of("v_template", "shapedirs", "f", "vt", "ft");

  private FlameModel() {}

  static FaceModel.Builder read(Path path) throws IOException {
    Map<String, NumpyArray> arrays =
        path.toString().endsWith(".pkl") ? pickled(path) : NpzFile.read(path, KEYS);
    float[] vertices = required(arrays, "v_template").requireShape(-1, 3).floats();
    int[] faces = required(arrays, "f").requireShape(-1, 3).ints();
    NumpyArray directions = required(arrays, "shapedirs").requireShape(vertices.length / 3, 3, -1);
    NumpyArray vt = arrays.get("vt");
    NumpyArray ft = arrays.get("ft");
    boolean textured = vt != null && ft != null;
    TriangleMesh mesh =
        vt != null && ft != null
            ? new TriangleMesh(
                vertices,
                faces,
                vt.requireShape(-1, 2).floats(),
                ft.requireShape(faces.length / 3, 3).ints())
            : CylindricalProjection.onto(
                new TriangleMesh(vertices, faces, new float[0], new int[0]));
    FaceModel.Builder builder =
        FaceModel.builder(String.valueOf(path.getFileName()), mesh)
            .source("FLAME, under the licence of its own site");
    if (!textured) {
      builder.withoutTexture();
    }
    float[] values = directions.floats();
    int count = directions.shape()[2];
    for (int k = 0; k < count; k++) {
      float[] component = new float[vertices.length];
      for (int i = 0; i < component.length; i++) {
        component[i] = values[i * count + k];
      }
      if (k < IDENTITY) {
        builder.identity("identity-%03d".formatted(k), component);
      } else {
        builder.expression("expression-%03d".formatted(k - IDENTITY), component);
      }
    }
    return builder;
  }

  private static Map<String, NumpyArray> pickled(Path path) throws IOException {
    Map<?, ?> pickle = ArrayPickle.read(Files.readAllBytes(path));
    Map<String, NumpyArray> arrays = new LinkedHashMap<>();
    for (String key : KEYS) {
      NumpyArray array = ArrayPickle.array(pickle.get(key), key);
      if (array != null) {
        arrays.put(key, array);
      }
    }
    return arrays;
  }

  private static NumpyArray required(Map<String, NumpyArray> arrays, String key) {
    NumpyArray array = arrays.get(key);
    if (array == null) {
      throw new UserException(
          "Cannot find array %s (expected v_template, shapedirs and f, as in FLAME's files)"
              .formatted(key));
    }
    if (array.size() == 0) {
      throw new UserException(
          "Invalid array %s: shape %s (expected at least one value)"
              .formatted(key, Arrays.toString(array.shape())));
    }
    return array;
  }
}
