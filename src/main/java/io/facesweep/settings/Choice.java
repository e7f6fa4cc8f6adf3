package io.facesweep.settings;

import java.util.Locale;

/**
 * An enum constant as a configuration file spells it: kebab-case. Every implementation is an enum.
 */
public interface Choice {

  /** The constant's Java name. */
  String name();

  /** What stands in the file, e.g. {@code canny-controlnet}. */
  default String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
