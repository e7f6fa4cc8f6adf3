package io.facesweep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code facesweep inspect}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Says what a face model or a checkpoint holds.",
    subcommands = {InspectFaceCommand.class, InspectSnapshotCommand.class})
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Missing what to inspect: face or snapshot");
  }
}
