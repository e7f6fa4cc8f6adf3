package io.facesweep.cli;

import io.facesweep.UserException;
import io.facesweep.settings.Dtype;
import io.facesweep.synthesis.NumberFormats;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.train.StageSettings;
import io.facesweep.train.TexturePriorTraining;
import io.facesweep.train.Trainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the trainings on a folder of textures have in common. */
final class TextureTrainingOptions {
  static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(5);

  @Option(
      names = "--textures",
      required = true,
      paramLabel = "DIR",
      description = "folder of square PNG or JPEG files")
  Path textures;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "gets the net")
  Path out;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "gets checkpoint, log and samples (default: OUT.training)")
  private @Nullable Path work;

  @Option(
      names = "--resolution",
      defaultValue = "0",
      paramLabel = "PIXELS",
      description = "side to which textures are resized (default: the snapshot's)")
  int resolution;

  @Option(
      names = "--prompt",
      defaultValue = "face texture",
      paramLabel = "TEXT",
      description = "of every texture (default: ${DEFAULT-VALUE})")
  String prompt;

  @Option(
      names = "--bad-files",
      defaultValue = "skip",
      paramLabel = "WHAT",
      description =
          "files that are unreadable, not square or too small: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE})")
  TexturePriorTraining.BadFiles badFiles;

  @Option(
      names = "--steps",
      defaultValue = "2000",
      paramLabel = "N",
      description = "default: ${DEFAULT-VALUE}")
  private long steps;

  @Option(
      names = "--batch",
      defaultValue = "4",
      paramLabel = "N",
      description = "default: ${DEFAULT-VALUE}")
  private int batch;

  @Option(
      names = "--learning-rate",
      defaultValue = "1e-5",
      paramLabel = "RATE",
      description = "about 1e-3 for a tiny snapshot (default: ${DEFAULT-VALUE})")
  private double learningRate;

  @Option(
      names = "--dtype",
      defaultValue = "auto",
      paramLabel = "TYPE",
      description =
          "what the nets but the VAE compute in: ${COMPLETION-CANDIDATES}; auto is float32 on a CPU"
              + " and float16, with a scaled loss, on a GPU (default: ${DEFAULT-VALUE})")
  private Dtype dtype;

  @Option(
      names = "--lanes",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "parts of a batch that are computed side by side, on a CPU one a core (default:"
              + " ${DEFAULT-VALUE})")
  int lanes;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "N",
      description = "default: ${DEFAULT-VALUE}")
  long seed;

  Path work() {
    return work == null ? out.resolveSibling(out.getFileName() + ".training") : work;
  }

  StageSettings settings() {
    return new StageSettings(
        steps, batch, learningRate, Math.min(50, steps / 10), 0.5, 1e-3, 0.995, 1);
  }

  /** Steps between lines of the log; there are five of them to a validation. */
  long logEvery() {
    return Math.max(1, Math.min(50, steps / 20));
  }

  Trainer.Pace pace() {
    return new Trainer.Pace(lanes, logEvery(), 5 * logEvery(), CHECKPOINT_EVERY);
  }

  /** Returns what nets compute in on a device. */
  DType type(Device device) {
    return NumberFormats.of(dtype, device.computeType());
  }

  /** Makes a job of options, of which one may be out of range. */
  static <T> T job(Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    }
  }
}
