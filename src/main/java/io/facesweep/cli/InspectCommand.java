package io.facesweep.cli;

import io.facesweep.inspect.Inspector;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facesweep inspect}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Says of any file or folder what it is, what it lacks, and the line of a configuration that"
            + " uses it.",
    subcommands = {InspectFaceCommand.class, InspectSnapshotCommand.class})
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PLACE",
      description =
          "weights, a snapshot or a part of one, a face model or what goes with one, a TorchScript"
              + " file, a picture, a configuration, a stage or an output")
  private @Nullable String place;

  @Override
  public Integer call() {
    if (place == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Missing what to inspect: a file or a folder");
    }
    spec.commandLine().getOut().println(Inspector.of(place).text());
    spec.commandLine().getOut().flush();
    return FaceSweep.OK;
  }
}
