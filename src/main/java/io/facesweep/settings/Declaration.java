package io.facesweep.settings;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One setting: what is declared of it, and how it is read from a record. */
public final class Declaration {
  /** Stands in {@link #identityPath} for a value in a list. */
  public static final String IN_LIST = "[]";

  private final String path;
  private final String component;
  private final Setting setting;
  private final Type type;
  private final String byDefault;
  private final @Nullable String general;
  private final MethodHandle[] accessors;
  private final List<String> identityPath;
  private final String column;
  private final Object neutral;
  private Condition[] conditions = {};

  Declaration(
      String path,
      String component,
      Setting setting,
      Type type,
      String byDefault,
      @Nullable String general,
      MethodHandle[] accessors,
      List<String> identityPath) {
    this.path = path;
    this.component = component;
    this.setting = setting;
    this.type = type;
    this.byDefault = byDefault;
    this.general = general;
    this.accessors = accessors;
    this.identityPath = List.copyOf(identityPath);
    this.column = path.replaceAll("[.-]", "_");
    this.neutral = neutral(type());
  }

  void use(List<Condition> needed) {
    conditions = needed.toArray(Condition[]::new);
  }

  /** The dotted key, from the top of the record, e.g. {@code texture.steps}. */
  public String path() {
    return path;
  }

  /** The last segment of the key. */
  public String key() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** The name of the component that declares it, e.g. {@code encodeResolution}. */
  public String component() {
    return component;
  }

  /** The name of a column of it: the key in snake_case, e.g. {@code texture_guidance_scale}. */
  public String column() {
    return column;
  }

  public Setting setting() {
    return setting;
  }

  /** The type of the value; {@code int} and its like are primitive. */
  public Class<?> type() {
    return type instanceof ParameterizedType list ? (Class<?>) list.getRawType() : (Class<?>) type;
  }

  /** The type of a list's elements; that of the value for any other. */
  public Type elementType() {
    return type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type;
  }

  /** What it means, with its unit. */
  public String doc() {
    return setting.unit().isEmpty() ? setting.doc() : setting.doc() + ", " + setting.unit();
  }

  /** The default as a file writes it, empty where there is none. */
  public String byDefault() {
    return byDefault;
  }

  /** The key whose value holds where a file has none for this one; null where there is none. */
  public @Nullable String general() {
    return general;
  }

  /** Whether it names an image, whose contents count. */
  public boolean isImage() {
    return setting.text() == Setting.Text.PLACE;
  }

  /** Which numbers it takes. */
  public Bounds bounds() {
    return Bounds.of(setting);
  }

  /**
   * Refuses a number out of bounds.
   *
   * @throws IllegalArgumentException naming the key, the value and the bounds
   */
  void requireValid(Object value) {
    if (value instanceof Number number && !bounds().contain(number.doubleValue())) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (expected a number %s)".formatted(path, shown(number), bounds().words()));
    }
  }

  private static String shown(Number number) {
    return Double.isFinite(number.doubleValue()) ? text(number) : number.toString();
  }

  /** Names from the top of a stage's identity; empty where it is not part of it. */
  public List<String> identityPath() {
    return identityPath;
  }

  /** The value in a record. */
  public Object value(Record settings) {
    Object value = settings;
    try {
      for (MethodHandle accessor : accessors) {
        value = (Object) accessor.invokeExact(value);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("Cannot read %s of %s".formatted(path, settings), e);
    }
    return value;
  }

  /** Whether the value counts, by the others in a record. */
  public boolean isUsed(Record settings) {
    for (Condition condition : conditions) {
      if (!condition.holds(settings)) {
        return false;
      }
    }
    return true;
  }

  /**
   * When it counts, in words, its own condition and those of its blocks: {@code texture.prior =
   * canny-controlnet}; empty where it always does.
   *
   * @param prefix of the keys
   * @param except path of a setting, the conditions on which are left out
   */
  public String usedWhen(String prefix, String except) {
    return Arrays.stream(conditions)
        .filter(condition -> condition.setting() != this)
        .filter(condition -> !condition.setting().path().equals(except))
        .map(condition -> condition.words(prefix))
        .collect(Collectors.joining(" and "));
  }

  /** Where the default is from, empty where it is none of the component's own. */
  public String source() {
    return byDefault.equals(setting.byDefault()) ? setting.source() : "";
  }

  /** The settings that decide whether this one counts, without it. */
  public List<Declaration> gates() {
    return Arrays.stream(conditions)
        .map(Condition::setting)
        .filter(gate -> gate != this)
        .distinct()
        .toList();
  }

  /** Whether another setting does not count because of this one's value in a record. */
  public boolean decides(Declaration other, Record settings) {
    for (Condition condition : other.conditions) {
      if (condition.setting() == this && !condition.holds(settings)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A value by its word, for declarations: a constant of an enum, a truth value or a number.
   *
   * @throws IllegalStateException if there is none
   */
  Object constant(String word) {
    Object found = null;
    if (type().isEnum()) {
      found = choice(word);
    } else if (type() == boolean.class) {
      found = word.equals("true") ? (Object) true : word.equals("false") ? false : null;
    } else if (type() == double.class) {
      found = Double.valueOf(word);
    } else if (type() == int.class) {
      found = Integer.valueOf(word);
    }
    if (found == null) {
      throw new IllegalStateException(
          "Cannot declare a condition on %s: it takes no '%s'".formatted(path, word));
    }
    return found;
  }

  private @Nullable Object choice(String word) {
    for (Object constant : type().getEnumConstants()) {
      if (((Choice) constant).text().equals(word)) {
        return constant;
      }
    }
    return null;
  }

  /** The value that says nothing: 0, false, an empty text or list, the first of an enum. */
  public Object neutral() {
    return neutral;
  }

  private static Object neutral(Class<?> type) {
    if (type == int.class) {
      return 0;
    } else if (type == long.class) {
      return 0L;
    } else if (type == double.class) {
      return 0.0;
    } else if (type == boolean.class) {
      return false;
    } else if (type == String.class) {
      return "";
    } else if (type == Sampling.class) {
      return new Sampling.Choices(List.of());
    } else if (type == Map.class) {
      return Map.of();
    } else if (type == Duration.class) {
      return Duration.ZERO;
    }
    return type.isEnum() ? type.getEnumConstants()[0] : List.of();
  }

  /** The type of {@link #flat} values: {@code Boolean}, {@code Long}, {@code Double}, or text. */
  public Class<?> flatType() {
    if (type() == boolean.class) {
      return Boolean.class;
    } else if (type() == int.class || type() == long.class) {
      return Long.class;
    }
    return type() == double.class ? Double.class : String.class;
  }

  /** The value in a record as a cell of a table. */
  public Object flat(Record settings) {
    Object value = value(settings);
    if (value instanceof Integer number) {
      return number.longValue();
    } else if (value instanceof Long || value instanceof Double || value instanceof Boolean) {
      return value;
    }
    return text(value);
  }

  /**
   * The value of a cell, for numbers, truth values and words of an enum.
   *
   * @throws IllegalArgumentException if the cell holds no such value
   */
  Object ofFlat(@Nullable Object cell) {
    Object value = null;
    if (type() == int.class && cell instanceof Long number) {
      value = number == number.intValue() ? (Object) number.intValue() : null;
    } else if (type() == double.class && cell instanceof Number number) {
      value = number.doubleValue();
    } else if (type() == boolean.class && cell instanceof Boolean) {
      value = cell;
    } else if (type().isEnum() && cell instanceof String word) {
      value = choice(word);
    }
    if (value == null) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (expected a value of it)".formatted(column(), cell));
    }
    return value;
  }

  /**
   * A value as tables write it: choices as configuration files spell them, lists like {@code [0,
   * 30]}, ranges like {@code -45..45}.
   */
  public static String text(Object value) {
    if (value instanceof Choice choice) {
      return choice.text();
    } else if (value instanceof Double number) {
      return Decimals.text(number);
    } else if (value instanceof List<?> list) {
      return list.stream().map(Declaration::text).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Sampling.Choices choices) {
      return text(choices.values());
    } else if (value instanceof Sampling.Range range) {
      return Decimals.text(range.min()) + ".." + Decimals.text(range.max());
    }
    return value.toString();
  }

  @Override
  public String toString() {
    return path;
  }
}
