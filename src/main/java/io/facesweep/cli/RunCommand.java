package io.facesweep.cli;

import io.facesweep.config.SweepConfig;
import io.facesweep.report.LiveReport;
import io.facesweep.report.SweepAnswers;
import io.facesweep.settings.Progress;
import io.facesweep.spark.RunReport;
import io.facesweep.spark.SweepConsole;
import io.facesweep.spark.SweepJob;
import io.facesweep.spark.SweepResult;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facesweep run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a sweep on Spark: what its output has already is not computed again.",
      "Without --master and spark-submit it runs in this process, on every core or the GPU."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationFile configuration;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "address of the cluster, e.g. spark://host:7077")
  private @Nullable String master;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    SweepConfig config = configuration.load();
    SweepConsole console = console(config.spark().progress(), out);
    SweepResult result = run(config, console);
    out.println(result.summary());
    out.flush();
    ReportCommand.write(config, out);
    return result.exit().code();
  }

  private SweepResult run(SweepConfig config, SweepConsole console) {
    try (LiveReport report = new LiveReport()) {
      return SweepJob.run(
          config,
          master,
          console,
          SweepAnswers::areDecided,
          new RunReport(report::write, report::stop));
    }
  }

  private static SweepConsole console(Progress progress, PrintWriter out) {
    boolean isLive =
        progress == Progress.BAR || (progress == Progress.AUTO && Help.Ansi.AUTO.enabled());
    return isLive
        ? TerminalConsole.of(out)
        : line -> {
          out.println(line);
          out.flush();
        };
  }
}
