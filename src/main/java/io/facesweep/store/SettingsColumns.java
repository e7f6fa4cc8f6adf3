package io.facesweep.store;

import io.facesweep.settings.Choice;
import io.facesweep.settings.Decimals;
import io.facesweep.settings.Sampling;
import io.facesweep.settings.TrialSettings;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A trial's settings as flat columns: one for each leaf of {@link TrialSettings}, named by its path
 * in snake_case, e.g. {@code texture_guidance_scale}. Lists are texts like {@code [0, 30]}, ranges
 * like {@code -45..45}, choices as configuration files spell them.
 */
public final class SettingsColumns {
  /** Names are few, and asked for with every record. */
  private static final Map<String, String> SNAKE_CASE = new ConcurrentHashMap<>();

  private SettingsColumns() {}

  /** Names and types of the values, in the order of the records; text for all others. */
  public static Map<String, Class<?>> types() {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    addTypes("", TrialSettings.class, types);
    return types;
  }

  /** The values of one trial: texts, {@code Boolean}, {@code Long} and {@code Double}. */
  public static Map<String, Object> of(TrialSettings settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    addValues("", settings, values);
    return values;
  }

  private static void addTypes(String prefix, Class<?> type, Map<String, Class<?>> types) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = prefix + snakeCase(component.getName());
      if (component.getType().isRecord()) {
        addTypes(name + "_", component.getType(), types);
      } else {
        types.put(name, type(component.getType()));
      }
    }
  }

  private static Class<?> type(Class<?> type) {
    if (type == boolean.class) {
      return Boolean.class;
    } else if (type == int.class || type == long.class) {
      return Long.class;
    }
    return type == double.class ? Double.class : String.class;
  }

  private static void addValues(String prefix, Record settings, Map<String, Object> values) {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      String name = prefix + snakeCase(component.getName());
      Object value = value(component, settings);
      if (value instanceof Record block && component.getType().isRecord()) {
        addValues(name + "_", block, values);
      } else {
        values.put(name, flat(value));
      }
    }
  }

  private static Object flat(Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    } else if (value instanceof Long || value instanceof Double || value instanceof Boolean) {
      return value;
    }
    return text(value);
  }

  private static String text(Object value) {
    if (value instanceof Choice choice) {
      return choice.text();
    } else if (value instanceof Double number) {
      return Decimals.text(number);
    } else if (value instanceof List<?> list) {
      return list.stream().map(SettingsColumns::text).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Sampling.Choices choices) {
      return text(choices.values());
    } else if (value instanceof Sampling.Range range) {
      return Decimals.text(range.min()) + ".." + Decimals.text(range.max());
    }
    return value.toString();
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component.getName() + " of " + record, e);
    }
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
