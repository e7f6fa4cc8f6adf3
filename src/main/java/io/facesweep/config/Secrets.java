package io.facesweep.config;

import java.util.regex.Pattern;

/** Which keys hold secrets, by their names: those of Hadoop, Spark and the clouds' connectors. */
final class Secrets {
  /** Stands where a secret was. */
  static final String HIDDEN = "(hidden)";

  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*(secret|password|passwd|token|credential|access[-_.]?key|account[-_.]?key|sas[-_.]?key).*");

  /** Names a class or a file that knows the secret. */
  private static final Pattern HARMLESS = Pattern.compile("(?i).*(provider|path|file)");

  private Secrets() {}

  /** Whether the value under this key must not be shown or stored. */
  static boolean isSecret(String key) {
    return NAME.matcher(key).matches() && !HARMLESS.matcher(key).matches();
  }
}
