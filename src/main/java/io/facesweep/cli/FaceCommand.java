package io.facesweep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code facesweep face}. */
@Command(
    name = "face",
    mixinStandardHelpOptions = true,
    description = "Writes face models, for FaceSweep and for other programs.",
    subcommands = {FaceConvertCommand.class, FaceExportCommand.class})
final class FaceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Missing what to do with a face: convert or export");
  }
}
