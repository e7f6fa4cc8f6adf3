package io.facesweep.cli;

import io.facesweep.face.FaceFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of files that go with a face model. */
final class FaceParts {
  @Option(
      names = "--uvs",
      paramLabel = "FILE",
      description = "as models.face-uvs: texture coordinates, .obj, .npz or .safetensors")
  private @Nullable String uvs;

  @Option(
      names = "--regions",
      paramLabel = "FILE",
      description = "as models.face-regions: regions and landmarks, .json or .pkl")
  private @Nullable String regions;

  FaceFiles of(String face) {
    return new FaceFiles(face, uvs, regions);
  }
}
