package io.facesweep.diffusion;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A LoRA to be merged.
 *
 * @param path of its file, or of a folder that PEFT writes: adapter_config.json, which says alpha,
 *     beside the weights
 * @param weight factor of its changes; 1 is as it was trained
 */
public record LoraFile(Path path, double weight) {
  private static final String ADAPTER = "adapter_model";
  private static final String CONFIG = "adapter_config.json";

  boolean isFolder() {
    return Files.isDirectory(path);
  }

  /** The file of the weights. */
  Path weights() {
    Path safetensors = path.resolve(ADAPTER + ".safetensors");
    if (!isFolder()) {
      return path;
    }
    return Files.exists(safetensors) ? safetensors : path.resolve(ADAPTER + ".bin");
  }

  /** Where PEFT says how a LoRA was trained; for a file by itself, beside it. */
  Path config() {
    return isFolder() ? path.resolve(CONFIG) : path.resolveSibling(CONFIG);
  }

  /** Whether it is the file of a folder that PEFT writes. */
  boolean isPartOfFolder() {
    return !isFolder()
        && path.getFileName().toString().startsWith(ADAPTER)
        && Files.exists(config());
  }

  /** The files that it is read from. */
  List<Path> files() {
    return isFolder() ? List.of(config(), weights()) : List.of(path);
  }
}
