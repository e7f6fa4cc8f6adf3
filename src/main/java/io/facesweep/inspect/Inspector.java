package io.facesweep.inspect;

import io.facesweep.UserException;
import io.facesweep.diffusion.ModelFile;
import io.facesweep.diffusion.ModelFolder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds out what a file or a folder is, by what is in it. */
public final class Inspector {
  private Inspector() {}

  /**
   * Looks at a place. Nets are opened, on the CPU; nothing that a file holds is run.
   *
   * @param place a path, or {@code builtin:head}
   * @throws UserException if it is not there, damaged, of a kind that is not supported, or nothing
   *     that FaceSweep knows
   */
  public static Inspection of(String place) {
    if (place.startsWith("builtin:")) {
      return FaceInspection.of(place);
    }
    Path path = path(place);
    if (Files.isDirectory(path)) {
      return first(
          place,
          () -> StageInspection.ofFolder(path),
          () -> ModelFolder.description(path).map(ModelInspection::of),
          () -> FaceInspection.ofFolder(path),
          () -> PictureInspection.ofFolder(path));
    }
    return first(
        place,
        () -> JudgeInspection.of(path),
        () -> FaceInspection.ofFile(path),
        () ->
            ModelFile.isOne(path)
                ? Optional.of(ModelInspection.of(ModelFile.description(path)))
                : Optional.empty(),
        () -> PictureInspection.of(path),
        () -> StageInspection.ofFile(path),
        () -> TextInspection.of(path),
        () -> MeshInspection.of(path));
  }

  private static Path path(String place) {
    Path path;
    try {
      path = Path.of(place);
    } catch (InvalidPathException e) {
      throw new UserException(
          "Cannot inspect '%s': %s (expected a path)".formatted(place, e.getReason()), e);
    }
    if (!Files.exists(path)) {
      throw new UserException(
          "Cannot inspect %s: there is no such file or folder".formatted(place));
    }
    return path;
  }

  @SafeVarargs
  private static Inspection first(String place, Supplier<Optional<Inspection>>... kinds) {
    for (Supplier<Optional<Inspection>> kind : List.of(kinds)) {
      Optional<Inspection> found = kind.get();
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new UserException(
        ("Cannot inspect %s: it is nothing that FaceSweep knows (expected weights, a snapshot with"
                + " model_index.json or one of its parts, a face model or what goes with one, a"
                + " TorchScript file, pictures, a configuration, a stage or an output)")
            .formatted(place));
  }
}
