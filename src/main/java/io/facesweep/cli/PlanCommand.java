package io.facesweep.cli;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.PlanJson;
import io.facesweep.plan.PlanText;
import io.facesweep.plan.PowerText;
import io.facesweep.spark.SweepOutlook;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
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
          + " batches, and what the rest will cost by the timings of earlier runs; and how large a"
          + " difference must be to be found, by the spread in earlier sweeps of the output.",
      "Starts nothing."
    })
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationFile configuration;

  @Option(names = "--json", description = "writes JSON, for programs")
  private boolean json;

  @Option(
      names = "--effect",
      paramLabel = "MEASURE=DIFFERENCE",
      description = "says how many prompts it takes to find this difference; repeatable")
  private Map<String, Double> differences = new LinkedHashMap<>();

  @Override
  public Integer call() {
    differences.forEach(PlanCommand::requirePositive);
    SweepConfig config = configuration.load();
    SweepOutlook outlook = SweepOutlook.of(config, differences);
    PrintWriter err = spec.commandLine().getErr();
    outlook.notes().forEach(note -> err.println("Note: " + note));
    err.flush();
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        (json
                ? PlanJson.write(outlook.report(), outlook.power())
                : PlanText.write(outlook.report()))
            .stripTrailing());
    if (!json) {
      String power = PowerText.write(outlook.power());
      out.print(power.isEmpty() ? "" : "\n" + power + "\n");
      if (!outlook.models().isEmpty()) {
        out.println(outlook.models());
      }
      out.println("Output: " + config.output().uri());
    }
    out.flush();
    return FaceSweep.OK;
  }

  private static void requirePositive(String measure, Double difference) {
    if (!(difference > 0) || difference.isInfinite()) {
      throw new UserException(
          "Invalid --effect %s: %s (expected a number above 0)".formatted(measure, difference));
    }
  }
}
