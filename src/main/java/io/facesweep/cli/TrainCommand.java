package io.facesweep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code facesweep train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Trains checkpoints. What is interrupted goes on by the same command.",
    subcommands = {
      TrainDemoCommand.class,
      TrainTexturePriorCommand.class,
      TrainTextureUnetCommand.class,
      TrainEvaluateCommand.class
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Missing what to do: demo, texture-prior, texture-unet or evaluate");
  }
}
