package io.facesweep.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the values of a schema's keys from a block, and reports what does not belong there. */
final class SchemaReader {
  private final Schema schema;
  private final Problems problems;
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, ConfigOrigin> origins = new HashMap<>();
  private final Set<String> bad = new HashSet<>();

  SchemaReader(Schema schema, Problems problems) {
    this.schema = schema;
    this.problems = problems;
  }

  /**
   * Reads a block of the file that stands for the top of the schema. Unset ({@code null}) keys
   * count as not given.
   */
  Values read(ConfigObject block) {
    read(block, "");
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (Key<?> key : schema.keys()) {
      Object value = values.get(key.path());
      if (value != null) {
        ordered.put(key.path(), value);
      }
    }
    return new Values(ordered);
  }

  /** Where a key's value stands; null if it is not given. */
  @Nullable ConfigOrigin origin(String path) {
    return origins.get(path);
  }

  /** Whether a value was given for this key and is wrong. */
  boolean isBad(String path) {
    return bad.contains(path);
  }

  /** Reports the keys that have no value and no default. */
  void require(Collection<? extends Key<?>> required) {
    for (Key<?> key : required) {
      if (!values.containsKey(key.path()) && !isBad(key.path())) {
        problems.invalid(null, schema.fullPath(key.path()), "not set", key.kind().expected());
      }
    }
  }

  private void read(ConfigObject block, String prefix) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(block).entrySet()) {
      String path = prefix + entry.getKey();
      ConfigValue value = entry.getValue();
      Key<?> key = schema.find(path).orElse(null);
      if (key != null) {
        readKey(key, value);
      } else if (schema.isBlock(path) && value instanceof ConfigObject inner) {
        read(inner, path + ".");
      } else if (schema.isBlock(path) && !Kinds.isUnset(value)) {
        String full = schema.fullPath(path);
        problems.invalid(value.origin(), full, Problems.shown(full, value), "a block");
      } else if (!schema.isBlock(path)) {
        problems.unknown(Problems.origin(value), schema.fullPath(path), "a known key", known());
      }
    }
  }

  private void readKey(Key<?> key, ConfigValue value) {
    if (Kinds.isUnset(value)) {
      return;
    }
    String full = schema.fullPath(key.path());
    ConfigOrigin other = origins.get(key.path());
    if (other != null && Sources.isOverride(other)) {
      return;
    }
    origins.put(key.path(), value.origin());
    if (other != null && !Sources.isOverride(value.origin())) {
      bad.add(key.path());
      problems.add(
          value.origin(), "Invalid key: %s (expected once, is given twice)".formatted(full));
      return;
    }
    Object read = key.kind().read(value);
    if (read == null) {
      bad.add(key.path());
      key.kind().explain(full, value, problems);
    } else {
      values.put(key.path(), read);
    }
  }

  private Collection<String> known() {
    return schema.knownPaths();
  }
}
