package io.facesweep.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The type of a setting's value.
 *
 * @param type of the component
 */
record ValueType(Type type) {
  /** Without the type of its elements; {@code int} and its like are primitive. */
  Class<?> raw() {
    return type instanceof ParameterizedType list ? (Class<?>) list.getRawType() : (Class<?>) type;
  }

  /** The type of a list's elements; that of the value for any other. */
  Type element() {
    return type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type;
  }

  /** The value of a word: a constant of an enum, a truth value or a number; null for none. */
  @Nullable Object constant(String word) {
    Class<?> raw = raw();
    if (raw.isEnum()) {
      return choice(word);
    } else if (raw == boolean.class && (word.equals("true") || word.equals("false"))) {
      return Boolean.valueOf(word);
    } else if (raw == double.class) {
      return Double.valueOf(word);
    }
    return raw == int.class ? Integer.valueOf(word) : null;
  }

  private @Nullable Object choice(String word) {
    for (Object constant : raw().getEnumConstants()) {
      if (((Choice) constant).text().equals(word)) {
        return constant;
      }
    }
    return null;
  }

  /** The value that says nothing: 0, false, an empty text or list, the first of an enum. */
  Object neutral() {
    Class<?> raw = raw();
    if (raw == int.class) {
      return 0;
    } else if (raw == long.class) {
      return 0L;
    } else if (raw == double.class) {
      return 0.0;
    } else if (raw == boolean.class) {
      return false;
    } else if (raw == String.class) {
      return "";
    } else if (raw == Sampling.class) {
      return new Sampling.Choices(List.of());
    } else if (raw == Map.class) {
      return Map.of();
    } else if (raw == Duration.class) {
      return Duration.ZERO;
    }
    return raw.isEnum() ? raw.getEnumConstants()[0] : List.of();
  }

  /** The type of a table's cell: {@code Boolean}, {@code Long}, {@code Double}, or text. */
  Class<?> cell() {
    Class<?> raw = raw();
    if (raw == boolean.class) {
      return Boolean.class;
    } else if (raw == int.class || raw == long.class) {
      return Long.class;
    }
    return raw == double.class ? Double.class : String.class;
  }

  /** A value as a cell. */
  static Object toCell(Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    } else if (value instanceof Long || value instanceof Double || value instanceof Boolean) {
      return value;
    }
    return text(value);
  }

  /** The value of a cell, for numbers, truth values and words of an enum; null for none. */
  @Nullable Object ofCell(@Nullable Object cell) {
    Class<?> raw = raw();
    if (raw == int.class && cell instanceof Long number) {
      return number == number.intValue() ? (Object) number.intValue() : null;
    } else if (raw == double.class && cell instanceof Number number) {
      return number.doubleValue();
    } else if (raw == boolean.class && cell instanceof Boolean) {
      return cell;
    }
    return raw.isEnum() && cell instanceof String word ? choice(word) : null;
  }

  static String text(Object value) {
    if (value instanceof Choice choice) {
      return choice.text();
    } else if (value instanceof Double number) {
      return Decimals.text(number);
    } else if (value instanceof List<?> list) {
      return list.stream().map(ValueType::text).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Sampling.Choices choices) {
      return text(choices.values());
    } else if (value instanceof Sampling.Range range) {
      return Decimals.text(range.min()) + ".." + Decimals.text(range.max());
    }
    return value.toString();
  }
}
