package io.facesweep.face;

import com.google.gson.stream.JsonReader;
import io.facesweep.ForeignText;
import io.facesweep.UserException;
import io.facesweep.mesh.ObjFile;
import io.facesweep.mesh.TriangleMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * ICT-FaceKit (Li et al., "Learning formation of physically-based face attributes", 2020), as
 * published: {@code FaceXModel/generic_neutral_mesh.obj}, {@code identityNNN.obj} and expressions
 * beside it. A component is its OBJ's vertices less the neutral's; identity components are in
 * standard deviations, an expression is full at 1. Regions come from the documented vertex ranges,
 * landmarks from {@code vertex_indices.json}, texture coordinates from {@link IctAtlas}.
 */
final class IctFaceKit {
  private static final String NEUTRAL = "generic_neutral_mesh.obj";
  private static final String INDICES = "vertex_indices.json";
  private static final String LANDMARKS = "idx_to_landmark_verts";

  /** First and last vertex of each part. */
  private static final Map<String, int[]> RANGES = new LinkedHashMap<>();

  static {
    RANGES.put("face", new int[] {0, 9408});
    RANGES.put("head-and-neck", new int[] {9409, 11247});
    RANGES.put("mouth-socket", new int[] {11248, 13293});
    RANGES.put("eye-sockets", new int[] {13294, 14061});
    RANGES.put("gums-and-tongue", new int[] {14062, 17038});
    RANGES.put("teeth", new int[] {17039, 21450});
    RANGES.put("eyes", new int[] {21451, 24590});
    RANGES.put("eye-details", new int[] {24591, 26718});
  }

  private IctFaceKit() {}

  /** Whether a directory, or the {@code FaceXModel} in it, looks like the model. */
  static boolean isAt(Path directory) {
    return Files.isRegularFile(objects(directory).resolve(NEUTRAL));
  }

  static FaceModel.Builder read(Path directory) throws IOException {
    Path objects = objects(directory);
    TriangleMesh neutral = ObjFile.read(objects.resolve(NEUTRAL)).mesh();
    List<Path> identities = new ArrayList<>();
    List<Path> expressions = new ArrayList<>();
    try (Stream<Path> files = Files.list(objects)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.matches("identity\\d+\\.obj")) {
          identities.add(file);
        } else if (name.endsWith(".obj") && !name.equals(NEUTRAL)) {
          expressions.add(file);
        }
      }
    }
    if (identities.isEmpty()) {
      throw new UserException(
          "there is no identity000.obj beside %s".formatted(objects.resolve(NEUTRAL)));
    }
    FaceModel.Builder builder =
        FaceModel.builder("ict-facekit", IctAtlas.pack(neutral))
            .source("ICT Face Model Light, USC Institute for Creative Technologies, MIT licence");
    ObjShapes.offsets(identities, neutral, NEUTRAL).forEach(builder::identity);
    ObjShapes.offsets(expressions, neutral, NEUTRAL).forEach(builder::expression);
    addRegions(builder, neutral.vertexCount());
    addLandmarks(builder, objects.resolve(INDICES));
    return builder;
  }

  /**
   * Names iBUG's points, of the index file that comes with the model, if it is there: they say
   * where the lines of the face run.
   */
  private static void addLandmarks(FaceModel.Builder builder, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    List<Integer> points = new ArrayList<>();
    try (JsonReader in = new JsonReader(Files.newBufferedReader(file))) {
      in.beginObject();
      while (in.hasNext()) {
        if (in.nextName().equals(LANDMARKS)) {
          in.beginArray();
          while (in.hasNext()) {
            points.add(in.nextInt());
          }
          in.endArray();
        } else {
          in.skipValue();
        }
      }
      in.endObject();
    } catch (IllegalStateException | NumberFormatException e) {
      throw new UserException(
          "%s is not as expected: %s"
              .formatted(INDICES, ForeignText.quoted(String.valueOf(e.getMessage()))),
          e);
    }
    int count = builder.mean().vertexCount();
    if (points.size() != FaceLines.IBUG_POINTS
        || points.stream().anyMatch(vertex -> vertex < 0 || vertex >= count)) {
      throw new UserException(
          "%s of %s are %d numbers (expected %d vertices from 0 to %d)"
              .formatted(LANDMARKS, INDICES, points.size(), FaceLines.IBUG_POINTS, count - 1));
    }
    for (int number = 0; number < points.size(); number++) {
      builder.landmark(FaceLines.ibug(number), points.get(number));
    }
  }

  /** Returns the number of a region's first vertex. */
  static int firstVertex(String region) {
    return Objects.requireNonNull(RANGES.get(region))[0];
  }

  private static void addRegions(FaceModel.Builder builder, int vertexCount) {
    RANGES.forEach(
        (region, range) -> {
          if (range[0] < vertexCount) {
            float[] weights = new float[vertexCount];
            for (int v = range[0]; v <= Math.min(range[1], vertexCount - 1); v++) {
              weights[v] = 1;
            }
            builder.region(region, weights);
          }
        });
  }

  private static Path objects(Path directory) {
    Path inner = directory.resolve("FaceXModel");
    return Files.isDirectory(inner) ? inner : directory;
  }
}
