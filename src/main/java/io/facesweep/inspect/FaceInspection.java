package io.facesweep.inspect;

import static io.facesweep.inspect.Inspection.line;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.face.FacePart;
import io.facesweep.face.RegionNames;
import io.facesweep.mesh.TextureLayout;
import io.facesweep.settings.ModelRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Face models, and files that go with one. */
final class FaceInspection {
  private static final List<String> OF_THE_FACE = List.of("face", "lips", "eyes");

  private FaceInspection() {}

  static Optional<Inspection> ofFolder(Path folder) {
    return FaceModels.isFolder(folder) ? Optional.of(of(folder.toString())) : Optional.empty();
  }

  static Optional<Inspection> ofFile(Path file) {
    Optional<FacePart> part = FacePart.of(file);
    if (part.isPresent()) {
      return part.map(kind -> part(kind, file.toString()));
    }
    return FaceModels.isFile(file) ? Optional.of(of(file.toString())) : Optional.empty();
  }

  static Inspection of(String face) {
    FaceModel model = FaceModels.open(face);
    return new Inspection(
        "it is a face model, " + model.name(),
        List.of(
            line("source", model.source()),
            line(
                "mesh",
                "%d vertices, %d faces".formatted(model.vertexCount(), model.mean().faceCount())),
            line(
                "identity",
                "%d component%s"
                    .formatted(model.identityCount(), model.identityCount() == 1 ? "" : "s")),
            line("expressions", model.expressionNames().size() + ""),
            line("regions", listed(List.copyOf(model.regions().keySet()))),
            line("landmarks", listed(List.copyOf(model.landmarks().keySet()))),
            line("fingerprint", model.fingerprint())),
        lacks(model),
        List.of(
            Inspection.setting(ModelRole.FACE.key(), face, ModelRole.FACE.doc()),
            "facesweep inspect face %s --out DIR  # draws it".formatted(face)));
  }

  private static List<String> lacks(FaceModel model) {
    List<String> lacks = new ArrayList<>();
    if (!model.hasOwnTexture()) {
      lacks.add("texture coordinates, for which a cylinder stands in: models.face-uvs");
    } else if (!TextureLayout.liesInOneTexture(model.mean())) {
      lacks.add("one texture: its coordinates lie in several tiles (models.face-uvs)");
    }
    List<String> missing = new ArrayList<>(OF_THE_FACE);
    missing.removeAll(model.regions().keySet());
    if (!missing.isEmpty()) {
      lacks.add("regions " + listed(missing) + ", where measures look: models.face-regions");
    }
    if (RegionNames.painted(model).isEmpty()) {
      lacks.add("what builtin:skin paints, which is one colour here: models.face-regions");
    }
    return lacks;
  }

  private static Inspection part(FacePart part, String file) {
    return switch (part) {
      case UVS ->
          new Inspection(
              "it holds texture coordinates of a face",
              List.of(),
              List.of("the face that they are of: models.face"),
              List.of(
                  Inspection.setting(
                      ModelRole.FACE_UVS.key(), file, "in the place of the face's own")));
      case REGIONS ->
          new Inspection(
              "it holds regions or landmarks of a face",
              List.of(),
              List.of("the face that they are of: models.face"),
              List.of(
                  Inspection.setting(ModelRole.FACE_REGIONS.key(), file, "beside the face's own")));
    };
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
