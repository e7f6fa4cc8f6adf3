package io.facesweep.cli;

import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.ModelFile;
import io.facesweep.diffusion.NativeSize;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facesweep inspect snapshot}. */
@Command(
    name = "snapshot",
    mixinStandardHelpOptions = true,
    description =
        "Opens a Stable Diffusion snapshot, a ControlNet or a file of weights, and says what it holds.")
final class InspectSnapshotCommand implements Callable<Integer> {
  private static final DType TYPE = DType.FLOAT32;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PLACE",
      description = "directory as Hugging Face's diffusers writes it, or a file of weights")
  private Path directory;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(ModelFile.isOne(directory) ? ModelFile.description(directory) : folder());
    out.flush();
    return FaceSweep.OK;
  }

  private String folder() {
    return Files.exists(directory.resolve("model_index.json")) || !isNet()
        ? snapshot()
        : controlNet();
  }

  private boolean isNet() {
    return Files.exists(directory.resolve("config.json"));
  }

  private String snapshot() {
    try (Checkpoint checkpoint = Checkpoint.open(directory, TYPE, Device.CPU)) {
      return String.join(
          "\n",
          net("unet", checkpoint.unet().bytes()),
          net("vae", checkpoint.vae().bytes()),
          net("text encoder", checkpoint.textEncoder().bytes()),
          "latents       %d channels, 1 for %d pixels, scaled by %s"
              .formatted(
                  checkpoint.vae().config().latentChannels(),
                  checkpoint.vae().config().imageFactor(),
                  checkpoint.vae().config().scalingFactor()),
          "pictures      " + nativeSize(),
          "tokenizer     %d tokens, %d a text"
              .formatted(
                  checkpoint.tokenizer().vocabularySize(), checkpoint.tokenizer().contextLength()),
          "prediction    " + checkpoint.schedule().predictionType().name().toLowerCase(Locale.ROOT),
          "timesteps     " + checkpoint.schedule().trainTimesteps(),
          "fingerprint   " + checkpoint.fingerprint());
    }
  }

  private String nativeSize() {
    OptionalInt side = NativeSize.of(directory);
    return side.isEmpty()
        ? "of a size that it does not state"
        : "of %d pixels: what it is to see should be as large".formatted(side.getAsInt());
  }

  private String controlNet() {
    try (ControlNetModel net = ControlNetModel.open(directory, TYPE, Device.CPU)) {
      return String.join(
          "\n",
          net("controlnet", net.bytes()),
          "condition     %d channels, 1 latent for %d pixels"
              .formatted(net.config().conditioningChannels(), net.config().imageFactor()),
          "fingerprint   " + net.fingerprint());
    }
  }

  private static String net(String name, long bytes) {
    return String.format(Locale.ROOT, "%-13s %,d parameters", name, bytes / TYPE.bytes());
  }
}
