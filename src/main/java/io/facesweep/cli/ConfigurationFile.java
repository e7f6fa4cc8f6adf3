package io.facesweep.cli;

import io.facesweep.config.SweepConfig;
import io.facesweep.spark.SweepFiles;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A configuration with overrides, as several commands take it. */
final class ConfigurationFile {
  static final String DESCRIPTION =
      "configuration: a file, an s3a: or hdfs: URI, or one shipped by --files";

  @Parameters(paramLabel = "CONF", description = DESCRIPTION)
  private String file;

  @Mixin private Overrides overrides;

  SweepConfig load() {
    return SweepFiles.load(file, overrides.list());
  }
}
