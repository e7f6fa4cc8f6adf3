package io.facesweep.cli;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.CostModel;
import io.facesweep.plan.PlanJson;
import io.facesweep.plan.PlanReport;
import io.facesweep.plan.PlanText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
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
    description =
        "Says what a sweep would run: trials, stages that they share, batches. Starts nothing.")
final class PlanCommand implements Callable<Integer> {
  /** Batch size to plan with where the configuration leaves it to the run. */
  private static final int AUTOMATIC_BATCH = 8;

  @Spec private CommandSpec spec;
  @Mixin private ConfigurationFile configuration;

  @Option(names = "--json", description = "writes JSON, for programs")
  private boolean json;

  @Override
  public Integer call() {
    SweepConfig config = configuration.load();
    int batch = config.spark().isAutomatic() ? AUTOMATIC_BATCH : config.spark().trialsPerTask();
    PlanReport report =
        PlanReport.of(PlannedSweep.of(config), Set.of(), batch, CostModel.learn(List.of()));
    PrintWriter out = spec.commandLine().getOut();
    out.println((json ? PlanJson.write(report) : PlanText.write(report)).stripTrailing());
    out.flush();
    return FaceSweep.OK;
  }
}
