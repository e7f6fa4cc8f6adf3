package io.facesweep.cli;

import io.facesweep.inspect.Inspector;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facesweep inspect snapshot}. */
@Command(
    name = "snapshot",
    mixinStandardHelpOptions = true,
    description = "The same as inspect by itself, for what lies in a folder.")
final class InspectSnapshotCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PLACE",
      description = "directory as Hugging Face's diffusers writes it, or a file of weights")
  private String place;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(Inspector.of(place).text());
    spec.commandLine().getOut().flush();
    return FaceSweep.OK;
  }
}
