package io.facesweep.settings;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When something counts: where a setting has, or has not, one of some values.
 *
 * @param setting that it looks at
 * @param values of it
 * @param negated whether it must have none of them
 */
record Condition(Declaration setting, Set<Object> values, boolean negated) {
  /**
   * Reads {@code key = word | word} or {@code key != word}.
   *
   * @param settings by key, null where there is none
   * @param owner whose condition it is, for messages
   * @throws IllegalStateException if the key or a word is none
   */
  static Condition parse(
      String text, Function<String, @Nullable Declaration> settings, String owner) {
    int equals = text.indexOf('=');
    boolean negated = equals > 0 && text.charAt(equals - 1) == '!';
    String key = text.substring(0, negated ? equals - 1 : Math.max(0, equals)).strip();
    Declaration setting = settings.apply(key);
    if (setting == null) {
      throw new IllegalStateException(
          "Cannot declare %s: '%s' names no setting (expected key = value, of a block around it)"
              .formatted(owner, text));
    }
    List<Object> values =
        Arrays.stream(text.substring(equals + 1).split("\\|"))
            .map(word -> setting.constant(word.strip()))
            .toList();
    return new Condition(setting, new LinkedHashSet<>(values), negated);
  }

  /** Whether it holds in a record of the settings. */
  boolean holds(Record settings) {
    return holds(setting.value(settings));
  }

  /** Whether it holds where the setting has this value. */
  boolean holds(Object value) {
    return values.contains(value) != negated;
  }

  /**
   * The condition in words.
   *
   * @param prefix of the setting's key
   */
  String words(String prefix) {
    String sign = negated ? " != " : " = ";
    return values.stream()
        .map(Declaration::text)
        .collect(Collectors.joining(" | ", prefix + setting.path() + sign, ""));
  }
}
