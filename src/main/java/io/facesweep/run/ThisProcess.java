package io.facesweep.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Properties;

/** What records say of the process that computed a stage. */
public final class ThisProcess {
  private static final String FACESWEEP = facesweep();

  private ThisProcess() {}

  /** Returns versions of software by name: {@code facesweep} and {@code java}. */
  public static Map<String, String> versions() {
    return Map.of("facesweep", FACESWEEP, "java", Runtime.version().toString());
  }

  /** Returns the name of this machine, as far as it knows it. */
  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // it has a name that no address belongs to
    }
  }

  private static String facesweep() {
    Properties build = new Properties();
    try (InputStream file = ThisProcess.class.getResourceAsStream("build.properties")) {
      if (file != null) {
        build.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read build.properties of this program", e);
    }
    return version(build);
  }

  /**
   * Returns a version such as {@code 0.1.0 (commit 0123456789ab, changed)}; what the build did not
   * know, as without a repository, is left out.
   */
  static String version(Properties build) {
    String version = known(build, "version");
    String commit = known(build, "commit");
    String changed = known(build, "dirty").equals("true") ? ", changed" : "";
    return (version.isEmpty() ? "unknown" : version)
        + (commit.isEmpty() ? "" : " (commit " + commit + changed + ")");
  }

  /** A value that the build did not know stands there as it did in the source, or not at all. */
  private static String known(Properties build, String key) {
    String value = build.getProperty(key, "");
    return value.startsWith("$") ? "" : value;
  }
}
