package io.facesweep.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When something counts: where a setting has, or has not, one of some values; or where one of
 * several settings that count does.
 *
 * @param alternatives at least one
 */
record Condition(List<Alternative> alternatives) {
  private static final String OR = " or ";
  private static final String MAY_LACK = "?";

  /**
   * What one setting must be.
   *
   * @param setting that it looks at
   * @param values of it
   * @param negated whether it must have none of them
   */
  record Alternative(Declaration setting, Set<Object> values, boolean negated) {
    boolean holds(Object value) {
      return values.contains(value) != negated;
    }

    String words(String prefix) {
      String sign = negated ? " != " : " = ";
      return values.stream()
          .map(Declaration::text)
          .collect(Collectors.joining(" | ", prefix + setting.path() + sign, ""));
    }
  }

  /**
   * Reads {@code key = word | word} or {@code key != word}, or several such with {@code or} between
   * them; of these {@code key? = word} stands for nothing where no block around has the key.
   *
   * @param settings by key, null where there is none
   * @param owner whose condition it is, for messages
   * @throws IllegalStateException if a key or a word is none
   */
  static Condition parse(
      String text, Function<String, @Nullable Declaration> settings, String owner) {
    List<Alternative> alternatives = new ArrayList<>();
    for (String each : text.split(OR)) {
      Alternative found = alternative(each, settings, owner);
      if (found != null) {
        alternatives.add(found);
      }
    }
    return new Condition(alternatives);
  }

  private static @Nullable Alternative alternative(
      String text, Function<String, @Nullable Declaration> settings, String owner) {
    int equals = text.indexOf('=');
    boolean negated = equals > 0 && text.charAt(equals - 1) == '!';
    String key = text.substring(0, negated ? equals - 1 : Math.max(0, equals)).strip();
    boolean mayLack = key.endsWith(MAY_LACK);
    Declaration setting =
        settings.apply(mayLack ? key.substring(0, key.length() - MAY_LACK.length()) : key);
    if (setting == null && mayLack) {
      return null;
    } else if (setting == null) {
      throw new IllegalStateException(
          "Cannot declare %s: '%s' names no setting (expected key = value, of a block around it)"
              .formatted(owner, text));
    }
    List<Object> values =
        Arrays.stream(text.substring(equals + 1).split("\\|"))
            .map(word -> setting.constant(word.strip()))
            .toList();
    return new Alternative(setting, new LinkedHashSet<>(values), negated);
  }

  /** The settings that it looks at. */
  List<Declaration> settings() {
    return alternatives.stream().map(Alternative::setting).toList();
  }

  /** The one setting that it looks at; null where there are several. */
  @Nullable Declaration only() {
    return alternatives.size() == 1 ? alternatives.get(0).setting() : null;
  }

  /**
   * Whether it holds in a record of the settings. Of several alternatives only those stand for
   * something whose settings count.
   */
  boolean holds(Record settings) {
    if (alternatives.size() == 1) {
      Alternative one = alternatives.get(0);
      return one.holds(one.setting().value(settings));
    }
    for (Alternative each : alternatives) {
      if (each.setting().isUsed(settings) && each.holds(each.setting().value(settings))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The condition in words.
   *
   * @param prefix of the settings' keys
   */
  String words(String prefix) {
    String words = alternatives.stream().map(a -> a.words(prefix)).collect(Collectors.joining(OR));
    return alternatives.size() == 1 ? words : "(" + words + ")";
  }
}
