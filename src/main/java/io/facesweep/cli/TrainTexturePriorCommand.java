package io.facesweep.cli;

import io.facesweep.UserException;
import io.facesweep.train.StageSettings;
import io.facesweep.train.TexturePriorTraining;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facesweep train texture-prior}. */
@Command(
    name = "texture-prior",
    mixinStandardHelpOptions = true,
    description = {
      "Trains the ControlNet of the texture prior from a Stable Diffusion snapshot and a folder of UV",
      "textures, whose Canny edges it learns to follow."
    })
final class TrainTexturePriorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--base", required = true, paramLabel = "SNAPSHOT", description = "to train on")
  private Path base;

  @Option(
      names = "--textures",
      required = true,
      paramLabel = "DIR",
      description = "folder of square PNG or JPEG files")
  private Path textures;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "gets the ControlNet")
  private Path out;

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
  private int resolution;

  @Option(
      names = "--prompt",
      defaultValue = "face texture",
      paramLabel = "TEXT",
      description = "of every texture (default: ${DEFAULT-VALUE})")
  private String prompt;

  @Option(
      names = "--bad-files",
      defaultValue = "skip",
      paramLabel = "WHAT",
      description =
          "files that are unreadable, not square or too small: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private TexturePriorTraining.BadFiles badFiles;

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
      names = "--lanes",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "parts of a batch that are computed side by side, on a CPU one a core (default: ${DEFAULT-VALUE})")
  private int lanes;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "N",
      description = "default: ${DEFAULT-VALUE}")
  private long seed;

  @Mixin private DeviceOption device;

  @Override
  public Integer call() {
    return TrainingLines.run(
        spec.commandLine().getOut(),
        lines -> TexturePriorTraining.run(job(), device.open(), lines));
  }

  private TexturePriorTraining.Job job() {
    try {
      long every = Math.max(1, Math.min(50, steps / 20));
      return new TexturePriorTraining.Job(
          base,
          textures,
          out,
          work == null ? out.resolveSibling(out.getFileName() + ".training") : work,
          resolution,
          prompt,
          badFiles,
          new StageSettings(
              steps, batch, learningRate, Math.min(50, steps / 10), 0.5, 1e-3, 0.995, 1),
          lanes,
          every,
          5 * every,
          300,
          seed);
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    }
  }
}
