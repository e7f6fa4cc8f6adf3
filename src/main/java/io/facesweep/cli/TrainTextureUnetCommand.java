package io.facesweep.cli;

import io.facesweep.diffusion.CheckpointSource;
import io.facesweep.tensor.Device;
import io.facesweep.train.TextureColours;
import io.facesweep.train.TextureUnetTraining;
import io.facesweep.train.TrainedWeights;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facesweep train texture-unet}. */
@Command(
    name = "texture-unet",
    mixinStandardHelpOptions = true,
    description = {
      "Fine-tunes the UNet of a checkpoint on a folder of UV textures: what models.texture-unet, or"
          + " in YUV",
      "models.texture-unet-yuv, takes."
    })
final class TrainTextureUnetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--base",
      required = true,
      paramLabel = "PLACE",
      description = "Stable Diffusion snapshot, or a single file, to start from")
  private Path base;

  @Option(
      names = "--parts",
      paramLabel = "SNAPSHOT",
      description = "what a single file lacks, as models.parts")
  private @Nullable Path parts;

  @Option(
      names = "--vae",
      paramLabel = "PLACE",
      description = "in place of the base's own, as models.vae")
  private @Nullable Path vae;

  @Option(
      names = "--colours",
      defaultValue = "rgb",
      paramLabel = "WHICH",
      description =
          "in which the textures are seen: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private TextureColours colours;

  @Option(
      names = "--weights",
      defaultValue = "all",
      paramLabel = "WHICH",
      description =
          "of the UNet that are trained, attention is its transformers: ${COMPLETION-CANDIDATES}"
              + " (default: ${DEFAULT-VALUE})")
  private TrainedWeights weights;

  @Option(
      names = "--lora-rank",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "trains a LoRA of this rank to the layers that --weights names, and writes it beside the"
              + " UNet that it makes; 0, the default, trains the weights themselves")
  private int loraRank;

  @Mixin private TextureTrainingOptions options;
  @Mixin private DeviceOption device;

  @Override
  public Integer call() {
    return TrainingLines.run(
        spec.commandLine().getOut(),
        lines -> {
          Device opened = device.open();
          TextureUnetTraining.run(TextureTrainingOptions.job(() -> job(opened)), opened, lines);
        });
  }

  private TextureUnetTraining.Job job(Device opened) {
    CheckpointSource source = CheckpointSource.of(base);
    source = parts == null ? source : source.withParts(parts);
    source = vae == null ? source : source.withVae(vae);
    return new TextureUnetTraining.Job(
        source,
        options.textures,
        options.out,
        options.work(),
        options.resolution,
        options.prompt,
        colours,
        weights,
        loraRank,
        options.type(opened),
        options.badFiles,
        options.settings(),
        options.pace(),
        options.seed);
  }
}
