package io.facesweep.cli;

import io.facesweep.tensor.Device;
import io.facesweep.train.TexturePriorTraining;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
      "Trains the ControlNet of the texture prior from a Stable Diffusion snapshot and a folder of"
          + " UV",
      "textures, whose Canny edges it learns to follow."
    })
final class TrainTexturePriorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--base", required = true, paramLabel = "SNAPSHOT", description = "to train on")
  private Path base;

  @Mixin private TextureTrainingOptions options;
  @Mixin private DeviceOption device;

  @Override
  public Integer call() {
    return TrainingLines.run(
        spec.commandLine().getOut(),
        lines -> {
          Device opened = device.open();
          TexturePriorTraining.run(TextureTrainingOptions.job(() -> job(opened)), opened, lines);
        });
  }

  private TexturePriorTraining.Job job(Device opened) {
    return new TexturePriorTraining.Job(
        base,
        options.textures,
        options.out,
        options.work(),
        options.resolution,
        options.prompt,
        options.badFiles,
        options.type(opened),
        options.settings(),
        options.lanes,
        options.logEvery(),
        5 * options.logEvery(),
        TextureTrainingOptions.CHECKPOINT_EVERY.toSeconds(),
        options.seed);
  }
}
