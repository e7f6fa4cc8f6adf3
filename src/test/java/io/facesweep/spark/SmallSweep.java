package io.facesweep.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A sweep of real nets with a few weights, as a file: four trials of one prompt. */
final class SmallSweep {
  private SmallSweep() {}

  /**
   * Writes the configuration beside its output.
   *
   * @param root the output, of whose name the file is
   * @param more lines, e.g. of {@code spark}
   */
  static Path write(Path root, String more) throws IOException {
    Path golden = Path.of("src/test/resources/golden/sd15-like").toAbsolutePath();
    return Files.writeString(
        root.resolveSibling(root.getFileName() + ".conf"),
        """
        sweep {
          name = small
          prompts = ["an old man"]
          axes {
            view-dependent-prompts = [true, false]
            "texture.depth-control" = [false, true]
          }
        }
        trial {
          geometry { steps = 2, resolution = 32, encode-resolution = 32 }
          texture { steps = 2, latent-steps = 1, resolution = 32, render-resolution = 32 }
        }
        models { diffusion = "%s/model", depth-controlnet = "%s/controlnet" }
        metrics.resolution = 32
        output.uri = "%s"
        run.save { views = 1, view-resolution = 32, animation = none }
        spark.trials-per-task = 1
        %s
        """
            .formatted(golden, golden, root, more));
  }
}
