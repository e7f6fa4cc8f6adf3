package io.facesweep.face;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.facesweep.ForeignText;
import io.facesweep.UserException;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.weights.NamedArray;
import io.facesweep.weights.SafetensorsFile;
import io.facesweep.weights.SafetensorsWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * FaceSweep's own form of a face model, a safetensors file that any 3DMM can be written to: {@code
 * mean} [V, 3], {@code faces} [F, 3], {@code identity} [K, V, 3], and optionally {@code
 * identity_sd} [K] (multiplied in), {@code expression} [E, V, 3], {@code uvs} [T, 2] with {@code
 * uv_faces} [F, 3], {@code mask.REGION} [V], {@code mirror} [V], {@code landmarks} [L], {@link
 * StoredLines lines}. Metadata: {@code name}, {@code source}, and {@code identity_names}, {@code
 * expression_names}, {@code landmark_names} as JSON arrays of strings. Axes: +Y up, the face looks
 * along +Z; any unit. {@code docs/faces.md} says what each is for.
 */
public final class FaceFile {
  private static final String MASK = "mask.";

  private FaceFile() {}

  /** Writes a model, centred and scaled as it is. */
  public static void write(Path path, FaceModel model) {
    TriangleMesh mean = model.mean();
    Map<String, NamedArray> arrays = new LinkedHashMap<>();
    int v = mean.vertexCount();
    arrays.put("mean", NamedArray.float32(mean.vertices(), v, 3));
    arrays.put("faces", NamedArray.int32(mean.faces(), mean.faceCount(), 3));
    arrays.put("identity", components(model.identity(), v));
    if (model.expression().length > 0) {
      arrays.put("expression", components(model.expression(), v));
    }
    if (mean.isTextured()) {
      float[] uvs = mean.textureCoordinates();
      arrays.put("uvs", NamedArray.float32(uvs, uvs.length / 2, 2));
      arrays.put("uv_faces", NamedArray.int32(mean.textureFaces(), mean.faceCount(), 3));
    }
    if (model.mirror().length > 0) {
      arrays.put("mirror", NamedArray.int32(model.mirror(), v));
    }
    model
        .regions()
        .forEach((region, weights) -> arrays.put(MASK + region, NamedArray.float32(weights, v)));
    Map<String, Integer> landmarks = model.landmarks();
    if (!landmarks.isEmpty()) {
      int[] points = landmarks.values().stream().mapToInt(Integer::intValue).toArray();
      arrays.put("landmarks", NamedArray.int32(points, points.length));
    }
    Gson gson = new Gson();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("name", model.name());
    metadata.put("source", model.source());
    metadata.put("identity_names", gson.toJson(model.identityNames()));
    metadata.put("expression_names", gson.toJson(model.expressionNames()));
    if (!landmarks.isEmpty()) {
      metadata.put("landmark_names", gson.toJson(landmarks.keySet()));
    }
    StoredLines.put(model, arrays, metadata);
    SafetensorsWriter.write(path, arrays, metadata);
  }

  /** Whether a safetensors file holds a face model. */
  static boolean isOne(Path path) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return file.has("mean") && file.has("identity");
    }
  }

  static FaceModel.Builder read(Path path) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return read(file, path);
    }
  }

  private static FaceModel.Builder read(SafetensorsFile file, Path path) {
    float[] vertices = floats(file, "mean", -1, 3);
    int v = vertices.length / 3;
    if (v == 0) {
      throw new UserException("tensor mean: it has no vertices");
    }
    int[] faces = ints(file, "faces", -1, 3);
    boolean textured = file.has("uvs");
    if (textured != file.has("uv_faces")) {
      throw new UserException("of the tensors uvs and uv_faces one is missing");
    }
    TriangleMesh plain = new TriangleMesh(vertices, faces, new float[0], new int[0]);
    TriangleMesh mesh =
        textured
            ? new TriangleMesh(
                vertices,
                faces,
                floats(file, "uvs", -1, 2),
                ints(file, "uv_faces", faces.length / 3, 3))
            : CylindricalProjection.onto(plain);
    Map<String, String> metadata = file.metadata();
    FaceModel.Builder builder =
        FaceModel.builder(metadata.getOrDefault("name", String.valueOf(path.getFileName())), mesh)
            .source(metadata.getOrDefault("source", ""));
    if (!textured) {
      builder.withoutTexture();
    }
    float[] identity = floats(file, "identity", -1, v, 3);
    int count = identity.length / (3 * v);
    float[] deviations = file.has("identity_sd") ? floats(file, "identity_sd", count) : ones(count);
    String[] names = names(metadata, "identity", count);
    for (int k = 0; k < count; k++) {
      builder.identity(names[k], component(identity, k, 3 * v, deviations[k]));
    }
    if (file.has("expression")) {
      float[] expression = floats(file, "expression", -1, v, 3);
      String[] expressionNames = names(metadata, "expression", expression.length / (3 * v));
      for (int k = 0; k < expressionNames.length; k++) {
        builder.expression(expressionNames[k], component(expression, k, 3 * v, 1));
      }
    }
    if (file.has("mirror")) {
      builder.mirror(ints(file, "mirror", v));
    }
    if (file.has("landmarks")) {
      int[] points = ints(file, "landmarks", -1);
      String[] landmarks = names(metadata, "landmark", points.length);
      for (int i = 0; i < points.length; i++) {
        builder.landmark(landmarks[i], points[i]);
      }
    }
    StoredLines.read(file).ifPresent(builder::lines);
    for (SafetensorsFile.Entry entry : file.entries()) {
      if (entry.name().startsWith(MASK)) {
        builder.region(entry.name().substring(MASK.length()), floats(file, entry.name(), v));
      }
    }
    return builder;
  }

  private static NamedArray components(float[][] components, int vertexCount) {
    float[] all = new float[components.length * 3 * vertexCount];
    for (int k = 0; k < components.length; k++) {
      System.arraycopy(components[k], 0, all, k * 3 * vertexCount, 3 * vertexCount);
    }
    return NamedArray.float32(all, components.length, vertexCount, 3);
  }

  private static float[] component(float[] all, int k, int length, float factor) {
    float[] component = Arrays.copyOfRange(all, k * length, (k + 1) * length);
    for (int i = 0; i < length; i++) {
      component[i] *= factor;
    }
    return component;
  }

  static String[] names(Map<String, String> metadata, String kind, int count) {
    String json = metadata.get(kind + "_names");
    String[] names = new String[count];
    if (json == null) {
      Arrays.setAll(names, k -> "%s-%03d".formatted(kind, k));
      return names;
    }
    try {
      names = new Gson().fromJson(json, String[].class);
    } catch (JsonParseException e) {
      throw new UserException(
          "its metadata %s_names is no JSON array of strings".formatted(kind), e);
    }
    if (names == null || Arrays.asList(names).contains(null)) {
      throw new UserException("its metadata %s_names is no JSON array of strings".formatted(kind));
    }
    if (names.length != count) {
      throw new UserException(
          "its metadata %s_names has %d names (expected %d)".formatted(kind, names.length, count));
    }
    return names;
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  static float[] floats(SafetensorsFile file, String name, long... shape) {
    requireShape(file.entry(name), shape);
    return file.floats(name);
  }

  static int[] ints(SafetensorsFile file, String name, long... shape) {
    requireShape(file.entry(name), shape);
    long[] values = file.longs(name);
    int[] result = new int[values.length];
    for (int i = 0; i < result.length; i++) {
      if (values[i] != (int) values[i]) {
        throw new UserException(
            "tensor %s: %d at index %d (expected 32-bit indices)"
                .formatted(ForeignText.quoted(name), values[i], i));
      }
      result[i] = (int) values[i];
    }
    return result;
  }

  private static void requireShape(SafetensorsFile.Entry entry, long... expected) {
    boolean fits = entry.shape().length == expected.length;
    for (int axis = 0; fits && axis < expected.length; axis++) {
      fits = expected[axis] < 0 || expected[axis] == entry.shape()[axis];
    }
    if (!fits) {
      throw new UserException(
          "tensor %s: shape %s (expected %s)"
              .formatted(
                  ForeignText.quoted(entry.name()),
                  ForeignText.quoted(Arrays.toString(entry.shape())),
                  Arrays.toString(expected).replace("-1", "any")));
    }
  }
}
