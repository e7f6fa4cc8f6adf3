package io.facesweep.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values given for the keys of a schema, by path. Immutable. */
final class Values {
  private final Map<String, Object> given;
  private final Map<String, Object> over;

  Values(Map<String, Object> given) {
    this(Collections.unmodifiableMap(new LinkedHashMap<>(given)), Map.of());
  }

  private Values(Map<String, Object> given, Map<String, Object> over) {
    this.given = given;
    this.over = over;
  }

  /** The value given for a path; null where there is none. */
  @Nullable Object at(String path) {
    Object value = over.get(path);
    return value == null ? given.get(path) : value;
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
    Object value = at(key.path());
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
    return new Values(all(), Map.copyOf(others));
  }

  /**
   * The same with every default written out, in the order of the keys. Keys that fall back on
   * others stay as they are.
   */
  Values withDefaults(Collection<Key<?>> keys) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Key<?> key : keys) {
      Object value = at(key.path());
      Object written = value == null ? key.defaultValue() : value;
      if (written != null) {
        all.put(key.path(), written);
      }
    }
    return new Values(all);
  }

  private Map<String, Object> all() {
    if (over.isEmpty()) {
      return given;
    }
    Map<String, Object> all = new LinkedHashMap<>(given);
    all.putAll(over);
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Values that && all().equals(that.all());
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(all());
  }

  @Override
  public String toString() {
    return all().toString();
  }
}
