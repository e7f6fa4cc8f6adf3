package io.facesweep.cli;

import io.facesweep.train.demo.DemoRecipe;
import io.facesweep.train.demo.DemoTraining;
import io.facesweep.train.demo.RecipeFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facesweep train demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Trains the demo checkpoint from nothing but the built-in head: a small Stable Diffusion snapshot",
      "with a depth and a texture ControlNet. Half a day on two cores."
    })
final class TrainDemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "gets the snapshot")
  private Path out;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "gets data, checkpoints, logs and samples (default: OUT.training)")
  private @Nullable Path work;

  @Option(
      names = "--start",
      paramLabel = "SNAPSHOT",
      description =
          "a demo checkpoint of the same sizes to start from, instead of random weights; vae.steps=0 keeps its VAE; nets that it lacks start as usual")
  private @Nullable Path start;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "recipe in HOCON; what it leaves out is as usual, see conf/train-demo.conf")
  private @Nullable Path config;

  @Option(
      names = {"-o", "--override"},
      paramLabel = "KEY=VALUE",
      description = "one key of the recipe, such as unet.steps=8000; repeatable")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "N",
      description = "of everything that is drawn (default: ${DEFAULT-VALUE})")
  private long seed;

  @Mixin private DeviceOption device;

  @Override
  public Integer call() {
    Path folder = work == null ? out.resolveSibling(out.getFileName() + ".training") : work;
    DemoRecipe recipe = RecipeFile.read(config, overrides);
    return TrainingLines.run(
        spec.commandLine().getOut(),
        lines -> new DemoTraining(recipe, out, folder, seed, device.open(), lines, start).run());
  }
}
