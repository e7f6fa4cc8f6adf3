package io.facesweep.store;

import io.facesweep.settings.Declaration;
import io.facesweep.settings.TrialSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A trial's settings as flat columns: one for each that {@link TrialSettings} declare, named by its
 * key in snake_case, e.g. {@code texture_guidance_scale}. Lists are texts like {@code [0, 30]},
 * ranges like {@code -45..45}, choices as configuration files spell them.
 */
public final class SettingsColumns {
  /** Names are few, and asked for with every record. */
  private static final Map<String, String> SNAKE_CASE = new ConcurrentHashMap<>();

  private SettingsColumns() {}

  /** Names and types of the values, in the order of the declarations; text for all others. */
  public static Map<String, Class<?>> types() {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    for (Declaration declared : TrialSettings.DECLARED.all()) {
      types.put(declared.column(), declared.flatType());
    }
    return types;
  }

  /** The values of one trial: texts, {@code Boolean}, {@code Long} and {@code Double}. */
  public static Map<String, Object> of(TrialSettings settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Declaration declared : TrialSettings.DECLARED.all()) {
      values.put(declared.column(), declared.flat(settings));
    }
    return values;
  }

  /** {@code viewDependentPrompts} and {@code view-dependent-prompts} alike. */
  public static String snakeCase(String name) {
    return SNAKE_CASE.computeIfAbsent(name, SettingsColumns::toSnakeCase);
  }

  private static String toSnakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .toLowerCase(Locale.ROOT);
  }
}
