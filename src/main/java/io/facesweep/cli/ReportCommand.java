package io.facesweep.cli;

import io.facesweep.config.SweepConfig;
import io.facesweep.report.SweepReport;
import io.facesweep.spark.OutputStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facesweep report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the report of a sweep from its records: pages, pictures and effects in one folder",
      "that opens in a browser from disk. A run ends with this; alone it computes no trials."
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationFile configuration;

  @Option(
      names = "--zip",
      paramLabel = "FILE",
      description =
          "also packs the report, with all files that it shows, into one file that can be sent")
  private @Nullable Path zip;

  @Override
  public Integer call() {
    SweepConfig config = configuration.load();
    PrintWriter out = spec.commandLine().getOut();
    write(config, out);
    if (zip != null) {
      SweepReport.zip(OutputStore.open(config), OutputStore.planned(config), zip);
      out.println("Packed: " + zip);
      out.flush();
    }
    return FaceSweep.OK;
  }

  /** Writes the report of what a configuration's sweep has come to, and says where it is. */
  static void write(SweepConfig config, PrintWriter out) {
    SweepReport.Summary report =
        SweepReport.write(OutputStore.open(config), OutputStore.planned(config));
    report.limitations().forEach(line -> out.println("Note: " + line));
    if (!report.kept().isEmpty()) {
      out.println(
          "Note: changed since the last report and kept: %s (new notebooks are beside them)"
              .formatted(String.join(", ", report.kept())));
    }
    out.println("Report: " + report.index());
    out.flush();
  }
}
