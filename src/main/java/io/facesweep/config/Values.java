package io.facesweep.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values given for the keys of a schema, by path. Immutable. */
record Values(Map<String, Object> given) {
  Values {
    given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
  }

  /** The value given, else what holds where none is: another key's value, or the default. */
  <T> T get(Key<T> key) {
    return find(key)
        .orElseThrow(
            () -> new IllegalStateException("Cannot read " + key.path() + ": it has no value"));
  }

  /** As {@link #get}, empty for a key without a value and without a default. */
  <T> Optional<T> find(Key<T> key) {
    return Optional.ofNullable(orNull(key));
  }

  /** The value, or null for a key without one. */
  <T> @Nullable T orNull(Key<T> key) {
    Object value = given.get(key.path());
    return value == null ? otherwise(key) : key.cast(value);
  }

  private <T> @Nullable T otherwise(Key<T> key) {
    Key<T> fallback = key.fallback();
    if (fallback != null) {
      return orNull(fallback);
    }
    Function<Values, T> derived = key.derived();
    return derived == null ? key.defaultValue() : derived.apply(this);
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
