package io.facesweep.diffusion;

import io.facesweep.ForeignFile;
import io.facesweep.weights.WeightFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
   * What a file holds and which key takes it, for people.
   *
   * @throws io.facesweep.UserException if it cannot be read, or is of a family that is not
   *     supported
   */
  public static String description(Path file) {
    return ForeignFile.open("weights " + file, () -> described(file));
  }

  private static String described(Path file) {
    SingleFile opened = SingleFile.open(file);
    String use =
        switch (opened.content()) {
          case CHECKPOINT ->
              "models { diffusion = \"%s\", parts = <snapshot directory with tokenizer/> }";
          case UNET -> "models.texture-unet = \"%s\"";
          case VAE -> "models.vae = \"%s\"";
          case CONTROLNET -> "models.depth-controlnet = \"%s\"";
          case LORA -> "models.loras = [{ file = \"%s\", weight = 1 }]";
          case EMBEDDING -> "models.embeddings = [\"%s\"]";
          case DIFFUSERS -> "the directory of %s, with its config.json";
          case OTHER -> "nothing here takes %s";
        };
    List<String> lines = new ArrayList<>();
    lines.add(opened.described());
    lines.addAll(opened.details());
    lines.add("use           " + use.formatted(file));
    return String.join("\n", lines);
  }
}
