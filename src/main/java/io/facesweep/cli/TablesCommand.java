package io.facesweep.cli;

import io.facesweep.spark.SweepTables;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code facesweep tables}. */
@Command(
    name = "tables",
    mixinStandardHelpOptions = true,
    description = {
      "Rebuilds the tables of a sweep from the records in its output, as far as it has come.",
      "Computes nothing; needs neither Spark nor the checkpoints."
    })
final class TablesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationFile configuration;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(SweepTables.rebuild(configuration.load()));
    out.flush();
    return FaceSweep.OK;
  }
}
