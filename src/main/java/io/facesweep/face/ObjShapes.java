package io.facesweep.face;

import io.facesweep.UserException;
import io.facesweep.mesh.ObjFile;
import io.facesweep.mesh.TriangleMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Components as OBJ files of the mean's vertices: what each differs in is the component. */
final class ObjShapes {
  private static final String END = ".obj";

  private ObjShapes() {}

  /**
   * A model of a mean and a folder of shapes, one standard deviation each.
   *
   * @throws UserException if a shape has another number of vertices
   */
  static FaceModel.Builder read(MeshShapes files) throws IOException {
    String name = String.valueOf(files.mean().getFileName());
    TriangleMesh mesh = ObjFile.read(files.mean()).mesh();
    boolean isTextured = mesh.isTextured();
    FaceModel.Builder builder =
        FaceModel.builder(
            name.substring(0, name.length() - (name.endsWith(END) ? END.length() : 0)),
            isTextured ? mesh : CylindricalProjection.onto(mesh));
    if (!isTextured) {
      builder.withoutTexture();
    }
    offsets(in(files.identities(), files.mean()), mesh, name).forEach(builder::identity);
    Path expressions = files.expressions();
    if (expressions != null) {
      offsets(in(expressions, files.mean()), mesh, name).forEach(builder::expression);
    }
    return builder;
  }

  /** The meshes of a folder but the mean, in the order of their names. */
  private static List<Path> in(Path directory, Path mean) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new UserException("there is no directory " + directory);
    }
    List<Path> shapes = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(END) && !Files.isSameFile(file, mean)) {
          shapes.add(file);
        }
      }
    }
    if (shapes.isEmpty()) {
      throw new UserException("directory %s has no .obj files".formatted(directory));
    }
    return shapes;
  }

  /**
   * The components [V * 3] of meshes, by their names.
   *
   * @param meanName of the mean's file, for errors
   */
  static Map<String, float[]> offsets(List<Path> files, TriangleMesh mean, String meanName) {
    List<float[]> offsets = new ArrayList<>(Collections.nCopies(files.size(), new float[0]));
    IntStream.range(0, files.size())
        .parallel()
        .forEach(k -> offsets.set(k, offset(files.get(k), mean, meanName)));
    Map<String, float[]> components = new LinkedHashMap<>();
    for (int k = 0; k < files.size(); k++) {
      String name = files.get(k).getFileName().toString();
      components.put(name.substring(0, name.length() - END.length()), offsets.get(k));
    }
    return components;
  }

  private static float[] offset(Path file, TriangleMesh mean, String meanName) {
    float[] positions = ObjFile.readVertices(file);
    if (positions.length != mean.vertices().length) {
      throw new UserException(
          "component %s has %d vertices (expected %d as in %s)"
              .formatted(file.getFileName(), positions.length / 3, mean.vertexCount(), meanName));
    }
    for (int i = 0; i < positions.length; i++) {
      positions[i] -= mean.vertices()[i];
    }
    return positions;
  }
}
