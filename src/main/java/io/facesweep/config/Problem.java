package io.facesweep.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param source the file, or the override
 * @param line its line, 0 where there is none
 * @param message {@code Invalid <key>: <value> (expected <rule>)}
 */
record Problem(String source, int line, String message) {
  @Override
  public String toString() {
    return (line > 0 ? source + ":" + line : source) + ": " + message;
  }
}
