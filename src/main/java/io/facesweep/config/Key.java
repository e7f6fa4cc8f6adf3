package io.facesweep.config;

import org.jspecify.annotations.Nullable;

/**
 * One setting.
 *
 * @param path dotted path inside its schema, e.g. {@code texture.steps}
 * @param kind what values it takes
 * @param defaultValue its value where the file has none; null for a required key, an optional one,
 *     or one with a {@code fallback}
 * @param fallback the key whose value it takes where the file has none
 * @param otherwise in words, what holds where the file has none
 * @param doc one line on what it means
 */
record Key<T>(
    String path,
    Kind<T> kind,
    @Nullable T defaultValue,
    @Nullable Key<T> fallback,
    String otherwise,
    String doc) {

  /** The last segment of the path. */
  String name() {
    return path.substring(path.lastIndexOf('.') + 1);
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
