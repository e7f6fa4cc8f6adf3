package io.facesweep.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values given for the keys of a schema, by path. Immutable. */
record Values(Map<String, Object> given) {
  Values {
    given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
  }

  /** The value given, else that of the fallback key, else the default. */
  <T> T get(Key<T> key) {
    return find(key)
        .orElseThrow(
            () -> new IllegalStateException("Cannot read " + key.path() + ": it has no value"));
  }

  /** As {@link #get}, empty for a key without a value and without a default. */
  <T> Optional<T> find(Key<T> key) {
    Object value = given.get(key.path());
    if (value != null) {
      return Optional.of(key.cast(value));
    }
    Key<T> fallback = key.fallback();
    return fallback == null ? Optional.ofNullable(key.defaultValue()) : find(fallback);
  }

  /** The value, or null for a key without one. */
  <T> @Nullable T orNull(Key<T> key) {
    return find(key).orElse(null);
  }

  /** The same with other values for some paths. */
  Values with(Map<String, Object> others) {
    Map<String, Object> all = new LinkedHashMap<>(given);
    all.putAll(others);
    return new Values(all);
  }

  /**
   * The same with every default written out, in the order of the keys. Keys that fall back on
   * others stay as they are.
   */
  Values withDefaults(Collection<Key<?>> keys) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Key<?> key : keys) {
      Object value = given.getOrDefault(key.path(), key.defaultValue());
      if (value != null) {
        all.put(key.path(), value);
      }
    }
    return new Values(all);
  }
}
