package io.facesweep.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a file.
 *
 * @param path dotted path inside its schema, e.g. {@code texture.steps}
 * @param kind what values it takes
 * @param defaultValue its value where the file has none; null for a required key, an optional one,
 *     or one whose value then comes from others
 * @param fallback the key whose value it takes where the file has none
 * @param derived its value, where the file has none, by those of other keys
 * @param otherwise in words, what holds where the file has none
 * @param doc one line on what it means
 * @param source where the default is from, for people
 * @param usedWhen what must hold so that it counts, for people
 */
record Key<T>(
    String path,
    Kind<T> kind,
    @Nullable T defaultValue,
    @Nullable Key<T> fallback,
    @Nullable Function<Values, T> derived,
    String otherwise,
    String doc,
    String source,
    String usedWhen) {

  /** A key without a default; {@code otherwise} says in words what holds without it. */
  static <T> Key<T> optional(String path, Kind<T> kind, String otherwise, String doc) {
    return new Key<>(path, kind, null, null, null, otherwise, doc, "", "");
  }

  /** A key with a default. */
  static <T> Key<T> of(String path, Kind<T> kind, T defaultValue, String doc) {
    return new Key<>(path, kind, defaultValue, null, null, kind.write(defaultValue), doc, "", "");
  }

  /** The same with what people may want to know of it. */
  Key<T> explained(String from, String when) {
    return new Key<>(path, kind, defaultValue, fallback, derived, otherwise, doc, from, when);
  }

  /** The value as it stands in a file. */
  String written(Object value) {
    return kind.write(cast(value));
  }

  @SuppressWarnings("unchecked") // a value is only ever stored under the key whose kind read it
  T cast(Object value) {
    return (T) value;
  }
}
