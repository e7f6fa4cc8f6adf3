package io.facesweep.inspect;

import static io.facesweep.inspect.Inspection.line;

import io.facesweep.mesh.GlbFile;
import io.facesweep.mesh.ObjFile;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.settings.ModelRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Meshes. */
final class MeshInspection {
  private MeshInspection() {}

  static Optional<Inspection> of(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(".obj")) {
      return Optional.of(obj(file));
    } else if (name.endsWith(".glb")) {
      return Optional.of(glb(file));
    }
    return Optional.empty();
  }

  private static Inspection obj(Path file) {
    TriangleMesh mesh = ObjFile.read(file).mesh();
    List<String> uses = new ArrayList<>();
    List<String> lacks = new ArrayList<>();
    if (mesh.isTextured()) {
      uses.add(
          Inspection.setting(
              ModelRole.FACE_UVS.key(),
              file.toString(),
              "of a face of the same vertices and faces"));
    } else {
      lacks.add("texture coordinates, to be a face's texture layout");
    }
    uses.add(
        "facesweep face convert %s --shapes DIR --out face.safetensors  # the mean of a face, whose components are in DIR"
            .formatted(file));
    return new Inspection("it is a mesh", size(mesh), lacks, uses);
  }

  private static Inspection glb(Path file) {
    GlbFile glb = GlbFile.read(file);
    List<String> details = new ArrayList<>(size(glb.mesh()));
    details.add(
        line("texture", glb.baseColourPng().length == 0 ? "none" : "there, for other programs"));
    return new Inspection("it is a mesh for other programs", details, List.of(), List.of());
  }

  private static List<String> size(TriangleMesh mesh) {
    return List.of(
        line("mesh", "%d vertices, %d faces".formatted(mesh.vertexCount(), mesh.faceCount())));
  }
}
