package io.facesweep.cli;

import io.facesweep.config.SettingsReference;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
  @Mixin private OptionalConfigurationFile configuration;

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
    return configuration
        .name()
        .filter(name -> !reference)
        .map(name -> configuration.load(name, List.of()).effectiveHocon())
        .orElseGet(SettingsReference::text);
  }
}
