package io.facesweep.cli;

import io.facesweep.config.SettingsReference;
import io.facesweep.spark.SweepFiles;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facesweep config}. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = {
      "Without a file: every key that a configuration may have, with what it takes and its"
          + " default.",
      "With a file: checks it and writes it with every default filled in."
    })
final class ConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CONF", arity = "0..1", description = "configuration file")
  private @Nullable String file;

  @Option(
      names = {"-o", "--override"},
      paramLabel = "KEY=VALUE",
      description = "sets a key of the configuration; repeatable")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--reference", description = "the reference of the keys, whatever file is named")
  private boolean reference;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text().stripTrailing());
    out.flush();
    return FaceSweep.OK;
  }

  private String text() {
    return file == null || reference
        ? SettingsReference.text()
        : SweepFiles.load(file, overrides).effectiveHocon();
  }
}
