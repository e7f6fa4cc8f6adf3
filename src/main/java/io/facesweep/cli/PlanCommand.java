package io.facesweep.cli;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.PlanJson;
import io.facesweep.plan.PlanText;
import io.facesweep.spark.SweepOutlook;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facesweep plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Says what a sweep would run: trials, stages that they share, what the output has already,"
          + " batches, and what the rest will cost by the timings of earlier runs.",
      "Starts nothing."
    })
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationFile configuration;

  @Option(names = "--json", description = "writes JSON, for programs")
  private boolean json;

  @Override
  public Integer call() {
    SweepConfig config = configuration.load();
    SweepOutlook outlook = SweepOutlook.of(config);
    PrintWriter err = spec.commandLine().getErr();
    outlook.notes().forEach(note -> err.println("Note: " + note));
    err.flush();
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        (json ? PlanJson.write(outlook.report()) : PlanText.write(outlook.report()))
            .stripTrailing());
    if (!json) {
      if (!outlook.models().isEmpty()) {
        out.println(outlook.models());
      }
      out.println("Output: " + config.output().uri());
    }
    out.flush();
    return FaceSweep.OK;
  }
}
