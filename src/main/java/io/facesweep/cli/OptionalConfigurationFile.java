package io.facesweep.cli;

import io.facesweep.config.SweepConfig;
import io.facesweep.spark.SweepFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A configuration with overrides, where a command can do without. */
final class OptionalConfigurationFile {
  @Parameters(paramLabel = "CONF", arity = "0..1", description = ConfigurationFile.DESCRIPTION)
  private @Nullable String file;

  @Mixin private Overrides overrides;

  /** Its name, as given. */
  Optional<String> name() {
    return Optional.ofNullable(file);
  }

  /**
   * Reads a configuration.
   *
   * @param name of the file, {@link #name} or what a command takes without one
   * @param defaults overrides that those given win over
   */
  SweepConfig load(String name, List<String> defaults) {
    List<String> all = new ArrayList<>(defaults);
    all.addAll(overrides.list());
    return SweepFiles.load(name, all);
  }
}
