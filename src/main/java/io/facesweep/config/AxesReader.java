package io.facesweep.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.facesweep.settings.Axis;
import io.facesweep.settings.Choice;
import io.facesweep.settings.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code sweep.axes}, {@code sweep.exclude} and {@code sweep.baseline}: blocks by keys of
 * {@code trial}, with or without that word before them, and of {@code models}, dotted or nested.
 */
final class AxesReader {
  private static final String AXES = "sweep.axes";

  private final Problems problems;
  private final Map<String, Axis> axes = new LinkedHashMap<>();
  private final Map<String, ConfigOrigin> origins = new HashMap<>();

  AxesReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * The axes in the order of their lines in the file, those of one line in the order of the keys'
   * declaration.
   */
  List<Axis> axes(ConfigObject block) {
    Map<String, ConfigValue> found = new HashMap<>();
    flatten(block, "", AXES, (key, value) -> put(found, key, value));
    List<String> declared = AxisKeys.paths();
    found.entrySet().stream()
        .sorted(
            Comparator.comparingInt((Map.Entry<String, ConfigValue> e) -> line(e.getValue()))
                .thenComparingInt(e -> declared.indexOf(e.getKey())))
        .forEach(e -> axis(AxisKeys.find(e.getKey()).orElseThrow(), e.getValue()));
    return List.copyOf(axes.values());
  }

  /** The combinations to leave out. */
  List<Map<String, Level>> exclude(ConfigList list) {
    List<Map<String, Level>> result = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String path = "sweep.exclude[" + i + "]";
      ConfigValue value = list.get(i);
      if (value instanceof ConfigObject block && !block.isEmpty()) {
        Map<String, Level> levels = levels(block, path);
        if (!levels.isEmpty()) {
          result.add(levels);
        }
      } else {
        problems.invalid(
            value.origin(), path, Problems.shown(path, value), "a block of axis levels");
      }
    }
    return result;
  }

  /** The level of every axis that others are compared with. */
  Map<String, Level> baseline(ConfigObject block) {
    Map<String, Level> given = levels(block, "sweep.baseline");
    Map<String, Level> result = new LinkedHashMap<>();
    axes.forEach((key, axis) -> result.put(key, given.getOrDefault(key, axis.levels().get(0))));
    return result;
  }

  /** Where a level of an axis stands, or the axis itself where level is null. */
  @Nullable ConfigOrigin origin(String key, @Nullable Level level) {
    return origins.get(level == null ? key : key + " = " + level);
  }

  private Map<String, Level> levels(ConfigObject block, String path) {
    Map<String, Level> levels = new TreeMap<>();
    flatten(block, "", path, (key, value) -> level(levels, path, key, value));
    return levels;
  }

  private void level(Map<String, Level> levels, String path, String key, ConfigValue value) {
    Axis axis = axes.get(key);
    if (axis == null) {
      problems.unknown(value.origin(), path + "." + key, "the key of an axis", axes.keySet());
      return;
    }
    Level level = read(AxisKeys.find(key).orElseThrow(), value);
    if (level == null || !axis.levels().contains(level)) {
      List<String> texts = axis.levels().stream().map(Level::text).toList();
      problems.invalid(
          value.origin(),
          path + "." + key,
          Problems.shown(key, value),
          "a level of that axis: " + String.join(", ", texts));
    } else if (levels.put(key, level) != null) {
      problems.add(
          value.origin(),
          "Invalid key: %s.%s (expected once, is given twice)".formatted(path, key));
    }
  }

  private void axis(Key<?> key, ConfigValue value) {
    String path = AXES + "." + key.path();
    if (!(value instanceof ConfigList list) || list.isEmpty()) {
      problems.invalid(
          value.origin(), path, Problems.shown(path, value), "a list of at least 1 value");
      return;
    }
    origins.put(key.path(), value.origin());
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      ConfigValue item = list.get(i);
      Level level = read(key, item);
      if (level == null) {
        key.kind().explain(path + "[" + i + "]", item, problems);
      } else if (levels.contains(level)) {
        problems.invalid(item.origin(), path + "[" + i + "]", level.text(), "each value once");
      } else {
        levels.add(level);
        origins.put(key.path() + " = " + level, item.origin());
      }
    }
    if (!levels.isEmpty()) {
      axes.put(key.path(), new Axis(key.path(), levels));
    }
  }

  private static @Nullable Level read(Key<?> key, ConfigValue item) {
    Object value = key.kind().read(item);
    return value == null ? null : new Level(text(key, value), value);
  }

  private static String text(Key<?> key, Object value) {
    if (value instanceof String text) {
      return text;
    }
    return value instanceof Choice choice ? choice.text() : key.written(value);
  }

  private void flatten(
      ConfigObject block, String prefix, String owner, BiConsumer<String, ConfigValue> each) {
    new TreeMap<>(block)
        .forEach(
            (name, value) -> {
              String path = (prefix + name).replaceFirst("^trial\\.", "");
              if (path.equals("trial") && value instanceof ConfigObject inner) {
                flatten(inner, "", owner, each);
              } else if (AxisKeys.find(path).isPresent()) {
                if (!Kinds.isUnset(value)) {
                  each.accept(path, value);
                }
              } else if (AxisKeys.isBlock(path) && value instanceof ConfigObject inner) {
                flatten(inner, path + ".", owner, each);
              } else if (AxisKeys.isBlock(path)) {
                String expected = AxisKeys.EXPECTED + "; " + path + " is a block of keys";
                problems.unknown(value.origin(), owner + "." + path, expected, List.of());
              } else if (AxisKeys.isMeasuring(path)) {
                String expected = "a model that trials compute with; this one measures them all";
                problems.unknown(value.origin(), owner + "." + path, expected, List.of());
              } else if (FileKeys.SCHEMA.isBlock(path) || FileKeys.SCHEMA.find(path).isPresent()) {
                String expected = AxisKeys.EXPECTED + "; what is outside them does not vary";
                problems.unknown(value.origin(), owner + "." + path, expected, List.of());
              } else {
                problems.unknown(
                    Problems.origin(value), owner + ".", path, AxisKeys.EXPECTED, AxisKeys.paths());
              }
            });
  }

  private void put(Map<String, ConfigValue> found, String key, ConfigValue value) {
    ConfigValue other = found.put(key, value);
    if (other == null || Sources.isOverride(value.origin())) {
      return;
    }
    if (Sources.isOverride(other.origin())) {
      found.put(key, other);
    } else {
      problems.add(
          value.origin(),
          "Invalid key: %s.%s (expected once, is given twice)".formatted(AXES, key));
    }
  }

  /** Overrides have no line, and come last. */
  private static int line(ConfigValue value) {
    return Sources.isOverride(value.origin()) ? Integer.MAX_VALUE : value.origin().lineNumber();
  }
}
