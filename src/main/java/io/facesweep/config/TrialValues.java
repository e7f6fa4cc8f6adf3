package io.facesweep.config;

import com.typesafe.config.Config;
import io.facesweep.settings.TrialSettings;

/**
 * The values given for the {@code trial} block, defaults written out: what {@link TrialSettings}
 * are made from once the axes of a sweep have put their levels in. Two are equal when a file of the
 * one reads as the other. Immutable.
 */
public final class TrialValues {
  private final Values values;

  TrialValues(Values values) {
    this.values = values.withDefaults(TrialKeys.SCHEMA.keys());
  }

  /** Reads the inside of a {@code trial} block, rules that need checkpoints left aside. */
  public static TrialValues parse(String hocon) {
    String source = "settings";
    Problems problems = new Problems(source);
    Config config = Sources.resolve(Sources.parse(hocon, source), source);
    SchemaReader reader = new SchemaReader(TrialKeys.SCHEMA, problems);
    Values values = reader.read(config.root());
    for (Violation violation : TrialRules.check(values)) {
      if (violation.involved().stream().noneMatch(key -> reader.isBad(key.path()))) {
        String path = violation.key().path();
        problems.invalid(
            reader.origin(path),
            TrialKeys.SCHEMA.fullPath(path),
            violation.value(),
            violation.expected());
      }
    }
    problems.throwIfAny();
    return new TrialValues(values);
  }

  /** The settings that an empty file gives. */
  public static TrialSettings defaults() {
    return settings("");
  }

  /**
   * Reads settings as they stand inside a configuration's {@code trial} block, e.g. {@code
   * "texture.steps = 4, phases = joint"}.
   *
   * @throws io.facesweep.UserException naming every unknown key, wrong value and impossible
   *     combination at once
   */
  public static TrialSettings settings(String hocon) {
    return parse(hocon).settings();
  }

  Values values() {
    return values;
  }

  public TrialSettings settings() {
    return TrialKeys.read(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrialValues that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
