package io.facesweep.face;

import io.facesweep.UserException;
import io.facesweep.mesh.ObjFile;
import io.facesweep.mesh.TriangleMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The head of MakeHuman's base mesh hm08, from its data folder or MPFB2's ({@code src/mpfb/data}):
 * {@code 3dobjs/base.obj} in decimetres, {@code targets/REGION/*.target[.gz]}, {@code
 * mesh_metadata/hm08.mirror}. CC0 1.0.
 *
 * <p>Of the body the faces above the neck's ring are kept, and both eyes. The mean is the base with
 * the mean of the six young people of the macro targets, where they are there. Components are named
 * after the targets (see {@link TargetPairs}); no data of people stand behind their standard
 * deviations. Texture coordinates are those of {@link MakeHumanAtlas}, regions those of {@link
 * MakeHumanRegions}.
 */
final class MakeHuman {
  private static final String BASE = "3dobjs/base.obj";
  private static final String MIRROR = "mesh_metadata/hm08.mirror";
  private static final String BODY = "body";
  private static final Set<String> EYES = Set.of("helper-l-eye", "helper-r-eye");

  /** The head is what lies above a plane that falls to the front: y + 0.35 z = 5.8. */
  private static final double LOWEST = 5.8;

  private static final double SLOPE = 0.35;

  private static final String SOURCE =
      "MakeHuman's base mesh and targets, CC0 1.0; standard deviations are chosen, not measured of"
          + " people; names of macro components are upstream's, stereotypes drawn by artists";

  private MakeHuman() {}

  /** Whether a directory looks like the data folder. */
  static boolean isAt(Path directory) {
    return Files.isRegularFile(directory.resolve(BASE));
  }

  static FaceModel.Builder read(Path directory) throws IOException {
    ObjFile base = ObjFile.read(directory.resolve(BASE));
    TriangleMesh body = base.mesh();
    if (!body.isTextured()) {
      throw new UserException(BASE + " has no texture coordinates");
    }
    boolean[] head = head(base);
    MeshCut cut = MeshCut.of(body, face -> head[face]);
    SourceVertices vertices = cut.vertices();
    TargetFiles targets = TargetFiles.in(directory.resolve("targets"), vertices);
    MacroTargets macros = MacroTargets.of(targets);
    TriangleMesh mean = cut.mesh().withVertices(macros.mean(cut.mesh().vertices()));
    FaceModel.Builder builder =
        FaceModel.builder("makehuman", MakeHumanAtlas.pack(mean))
            .source(SOURCE)
            .numbering(vertices);
    macros.components().forEach(builder::identity);
    Map<String, float[]> components = TargetPairs.components(targets);
    if (components.isEmpty() && macros.components().isEmpty()) {
      throw new UserException(
          "it has no targets of the head (expected targets/head/*.target or *.target.gz)");
    }
    components.forEach(builder::identity);
    MakeHumanRegions.of(cut.mesh(), isOfEyes(base, vertices)).forEach(builder::region);
    if (Files.isRegularFile(directory.resolve(MIRROR))) {
      builder.mirror(mirror(directory.resolve(MIRROR), vertices));
    }
    return builder;
  }

  /** Whether each face [F] is kept: polygons of which every corner lies above the neck's ring. */
  private static boolean[] head(ObjFile base) {
    float[] p = base.mesh().vertices();
    int[] faces = base.mesh().faces();
    Set<Integer> low = new HashSet<>();
    for (int i = 0; i < faces.length; i++) {
      if (!(p[3 * faces[i] + 1] + SLOPE * p[3 * faces[i] + 2] > LOWEST)) {
        low.add(base.polygons()[i / 3]);
      }
    }
    boolean[] head = new boolean[base.mesh().faceCount()];
    for (int face = 0; face < head.length; face++) {
      String group = group(base, face);
      head[face] =
          EYES.contains(group) || (group.equals(BODY) && !low.contains(base.polygons()[face]));
    }
    return head;
  }

  private static String group(ObjFile base, int face) {
    int group = base.faceGroups()[face];
    return group < 0 ? "" : base.groups().get(group);
  }

  private static boolean[] isOfEyes(ObjFile base, SourceVertices vertices) {
    Set<Integer> eyes = new HashSet<>();
    for (int face = 0; face < base.mesh().faceCount(); face++) {
      if (EYES.contains(group(base, face))) {
        for (int i = 3 * face; i < 3 * face + 3; i++) {
          eyes.add(base.mesh().faces()[i]);
        }
      }
    }
    boolean[] isOfEyes = new boolean[vertices.kept().length];
    for (int v = 0; v < isOfEyes.length; v++) {
      isOfEyes[v] = eyes.contains(vertices.kept()[v]);
    }
    return isOfEyes;
  }

  /** Lines of a vertex, its twin, and a side. */
  private static int[] mirror(Path file, SourceVertices vertices) throws IOException {
    int[] numbers = vertices.inModel();
    int[] mirror = new int[vertices.kept().length];
    Arrays.fill(mirror, -1);
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String[] words = lines.get(i).strip().split("\\s+");
      try {
        int vertex = numbers[Integer.parseInt(words[0])];
        if (vertex >= 0) {
          mirror[vertex] = numbers[Integer.parseInt(words[1])];
        }
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new UserException(
            "%s, line %d: expected a vertex and its twin".formatted(MIRROR, i + 1), e);
      }
    }
    return mirror;
  }
}
