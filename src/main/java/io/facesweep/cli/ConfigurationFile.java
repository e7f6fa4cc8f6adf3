package io.facesweep.cli;

import io.facesweep.config.SweepConfig;
import io.facesweep.spark.SweepFiles;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A configuration with overrides, as several commands take it. */
final class ConfigurationFile {
  @Parameters(
      paramLabel = "CONF",
      description = "configuration: a file, an s3a: or hdfs: URI, or one shipped by --files")
  String file;

  @Option(
      names = {"-o", "--override"},
      paramLabel = "KEY=VALUE",
      description =
          "sets a key of the configuration, e.g. -o trial.texture.steps=50; a block replaces the one"
              + " that is there; repeatable. Other users of this machine can read it while the"
              + " program runs: give secrets by environment variables or credential providers"
              + " (docs/object-storage.md)")
  List<String> overrides = new ArrayList<>();

  SweepConfig load() {
    return SweepFiles.load(file, overrides);
  }
}
