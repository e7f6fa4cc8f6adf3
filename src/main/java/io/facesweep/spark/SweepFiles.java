package io.facesweep.spark;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.store.RemoteFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/**
 * Finds a configuration by its name: a path of this machine, a URI that Hadoop reads ({@code
 * s3a://...}, {@code hdfs://...}), or, where the driver runs inside the cluster, a file that
 * spark-submit was given by {@code --files}.
 */
public final class SweepFiles {
  /** What spark-submit keeps the list of {@code --files} in. */
  private static final List<String> SHIPPED = List.of("spark.files", "spark.yarn.dist.files");

  private SweepFiles() {}

  /**
   * Reads a configuration.
   *
   * @param overrides {@code key=value}; later ones win
   * @throws UserException naming every problem with its file and line
   */
  public static SweepConfig load(String name, List<String> overrides) {
    return load(name, overrides, new SparkConf());
  }

  static SweepConfig load(String name, List<String> overrides, SparkConf spark) {
    if (RemoteFiles.isUri(name)) {
      return remote(name, name, overrides, spark);
    }
    Path file = path(name);
    if (Files.exists(file)) {
      return SweepConfig.load(file, overrides);
    }
    String simple = simpleName(name);
    if (Files.isRegularFile(Path.of(simple))) {
      return SweepConfig.load(Path.of(simple), overrides);
    }
    Optional<String> shipped = shipped(simple, spark);
    if (shipped.isPresent()) {
      return remote(shipped.get(), name, overrides, spark);
    }
    throw new UserException(
        "Cannot read configuration %s: there is no such file (in cluster mode ship it with --files,"
                .formatted(name)
            + " or name it by an s3a: or hdfs: URI)");
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UserException("Invalid configuration file: '%s' (expected a path)".formatted(name));
    }
  }

  private static Optional<String> shipped(String simpleName, SparkConf spark) {
    return SHIPPED.stream()
        .flatMap(key -> Stream.of(spark.get(key, "").split(",")))
        .map(String::strip)
        .filter(uri -> simpleName(uri).equals(simpleName))
        .findFirst();
  }

  /** The last part; {@code --files} may give a name after {@code #}. */
  private static String simpleName(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('#')) + 1);
  }

  private static SweepConfig remote(
      String uri, String shown, List<String> overrides, SparkConf spark) {
    Configuration hadoop = HadoopSettings.of(spark);
    int alias = uri.indexOf('#');
    String path = alias < 0 ? uri : uri.substring(0, alias);
    String text = new String(RemoteFiles.read(path, hadoop), StandardCharsets.UTF_8);
    return SweepConfig.parse(text, shown, overrides);
  }
}
