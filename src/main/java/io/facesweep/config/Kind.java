package io.facesweep.config;

import com.typesafe.config.ConfigValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What values a key takes: reads one from HOCON, says what is allowed, writes it back. */
interface Kind<T> {

  /** What is allowed, to follow "expected", e.g. {@code a number from 0 to 1}. */
  String expected();

  /** The value, or null where it is not of this kind. */
  @Nullable T read(ConfigValue value);

  /** HOCON that {@link #read} takes back as the same value. */
  String write(T value);

  /**
   * Reports what exactly is wrong with a value that {@link #read} does not take.
   *
   * @param path the full path of the key
   */
  default void explain(String path, ConfigValue value, Problems problems) {
    problems.invalid(path, value, this);
  }

  /** The words that a misspelt value may have meant. */
  default List<String> words() {
    return List.of();
  }
}
