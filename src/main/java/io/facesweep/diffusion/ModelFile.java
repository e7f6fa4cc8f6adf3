package io.facesweep.diffusion;

import io.facesweep.ForeignFile;
import io.facesweep.weights.WeightFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells files of weights. */
public final class ModelFile {
  private ModelFile() {}

  /** Whether it is there and called as files of weights are. */
  public static boolean isOne(Path path) {
    return Files.isRegularFile(path) && WeightFile.isNamedSo(path);
  }

  /** Whether a file is called as those of {@code torch.save} are. */
  public static boolean isPickled(Path file) {
    return WeightFile.isTorch(file);
  }

  /**
   * Says what a file is and what it lacks.
   *
   * @throws io.facesweep.UserException if it cannot be read, or is of a family that is not
   *     supported
   */
  public static ModelDescription description(Path file) {
    return ForeignFile.open(
        "weights " + file,
        () -> {
          SingleFile opened = SingleFile.open(file);
          Optional<ModelDescription> whole = folder(opened);
          return whole.isPresent()
              ? whole.get()
              : new ModelDescription(
                  file, content(opened), opened.described(), opened.details(), lacks(opened));
        });
  }

  /** What the folder is that a file is a part of: a configuration names that. */
  private static Optional<ModelDescription> folder(SingleFile opened) {
    Path parent = opened.file().toAbsolutePath().getParent();
    boolean isPart =
        opened.content() == SingleFile.Content.DIFFUSERS
            || new LoraFile(opened.file(), 1).isPartOfFolder();
    return isPart && parent != null ? ModelFolder.description(parent) : Optional.empty();
  }

  private static ModelContent content(SingleFile opened) {
    return switch (opened.content()) {
      case CHECKPOINT -> ModelContent.FILE;
      case UNET -> ModelContent.UNET;
      case VAE -> ModelContent.VAE;
      case CONTROLNET -> ModelContent.CONTROLNET;
      case DIFFUSERS -> ModelContent.PART;
      case LORA -> ModelContent.LORA;
      case EMBEDDING -> ModelContent.EMBEDDING;
      case OTHER -> ModelContent.OTHER;
    };
  }

  private static List<String> lacks(SingleFile opened) {
    List<String> lacks = new ArrayList<>();
    if (opened.content() == SingleFile.Content.DIFFUSERS) {
      lacks.add("config.json beside it, which says what net it is");
    } else if (opened.content() == SingleFile.Content.CHECKPOINT) {
      lacks.add("a tokenizer: models.parts = <snapshot directory with tokenizer/>");
      if (!opened.hasVae()) {
        lacks.add("a VAE: models.vae, or vae/ of models.parts");
      }
      if (opened.isSecond()) {
        lacks.add("what its UNet predicts: models.prediction, or scheduler/ of models.parts");
      }
    }
    return lacks;
  }
}
