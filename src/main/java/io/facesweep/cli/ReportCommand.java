package io.facesweep.cli;

import io.facesweep.config.SweepConfig;
import io.facesweep.report.SweepReport;
import io.facesweep.spark.OutputStore;
import io.facesweep.spark.SweepFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facesweep report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the report of a sweep from its records: pages, pictures and effects in one folder",
      "that opens in a browser from disk. A run ends with this; alone it computes no trials.",
      "Several configurations have one report, in the first one's output: their sweeps are joined",
      "on the factors that they share."
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CONF", arity = "1..*", description = ConfigurationFile.DESCRIPTION)
  private List<String> files;

  @Mixin private Overrides overrides;

  @Option(
      names = "--zip",
      paramLabel = "FILE",
      description =
          "also packs the report, with all files that it shows, into one file that can be sent")
  private @Nullable Path zip;

  @Override
  public Integer call() {
    List<SweepConfig> configs =
        files.stream().map(file -> SweepFiles.load(file, overrides.list())).toList();
    PrintWriter out = spec.commandLine().getOut();
    write(configs, out);
    if (zip != null) {
      SweepReport.zip(sources(configs), zip);
      out.println("Packed: " + zip);
      out.flush();
    }
    return FaceSweep.OK;
  }

  /** Writes the report of what a configuration's sweep has come to, and says where it is. */
  static void write(SweepConfig config, PrintWriter out) {
    write(List.of(config), out);
  }

  private static void write(List<SweepConfig> configs, PrintWriter out) {
    SweepReport.Summary report = SweepReport.write(sources(configs));
    report.limitations().forEach(line -> out.println("Note: " + line));
    if (!report.kept().isEmpty()) {
      out.println(
          "Note: changed since the last report and kept: %s (new notebooks are beside them)"
              .formatted(String.join(", ", report.kept())));
    }
    out.println("Report: " + report.index());
    out.flush();
  }

  private static List<SweepReport.Source> sources(List<SweepConfig> configs) {
    return configs.stream()
        .map(
            config -> new SweepReport.Source(OutputStore.open(config), OutputStore.planned(config)))
        .toList();
  }
}
