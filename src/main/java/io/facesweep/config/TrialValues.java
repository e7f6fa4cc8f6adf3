package io.facesweep.config;

import com.typesafe.config.Config;
import io.facesweep.settings.TrialRules;
import io.facesweep.settings.TrialSettings;
import io.facesweep.settings.Violation;
import java.util.Map;

/**
 * The values given for the {@code trial} block, defaults written out: what {@link TrialSettings}
 * are made from once the axes of a sweep have put their levels in. Two are equal when a file of the
 * one reads as the other. Immutable.
 */
public final class TrialValues {
  private final Values values;

  private TrialValues(Values values) {
    this.values = values;
  }

  /** What stands in a file, with the defaults. */
  static TrialValues of(Values values) {
    return new TrialValues(values.withDefaults(RecordKeys.TRIAL.schema().keys()));
  }

  /** Reads the inside of a {@code trial} block, rules that need checkpoints left aside. */
  public static TrialValues parse(String hocon) {
    String source = "settings";
    Problems problems = new Problems(source);
    Config config = Sources.resolve(Sources.parse(hocon, source), source);
    Schema schema = RecordKeys.TRIAL.schema();
    SchemaReader reader = new SchemaReader(schema, problems);
    TrialValues trial = of(reader.read(config.root()));
    for (Violation violation : TrialRules.check(trial.settings(), trial::source)) {
      if (violation.involved().stream().noneMatch(reader::isBad)) {
        problems.invalid(
            reader.origin(violation.key()),
            schema.fullPath(violation.key()),
            violation.value(),
            violation.expected());
      }
    }
    problems.throwIfAny();
    return trial;
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

  /** The same with other values for some keys. */
  TrialValues with(Map<String, Object> others) {
    return new TrialValues(values.with(others));
  }

  /** The key whose value holds for a key: the key itself, or the one that it falls back on. */
  String source(String path) {
    Key<?> key = RecordKeys.TRIAL.schema().key(path);
    Key<?> fallback = key.fallback();
    return fallback == null || values.at(path) != null ? path : source(fallback.path());
  }

  public TrialSettings settings() {
    return RecordKeys.TRIAL.read(values);
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
