package io.facesweep.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.facesweep.settings.Bounds;
import io.facesweep.settings.Choice;
import io.facesweep.settings.Decimals;
import io.facesweep.settings.Sampling;
import io.facesweep.settings.Secrets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of values that keys take. Numbers and truth values may also stand in quotes, as
 * environment variables bring them.
 */
final class Kinds {
  private Kinds() {}

  /** A multiple of {@code factor} in [min, max]. */
  static Kind<Integer> multiple(int factor, int min, int max) {
    String what = factor == 1 ? "a whole number" : "a multiple of " + factor;
    Predicate<Long> allowed = v -> v >= min && v <= max && v % factor == 0;
    return of(
        what + " from " + min + " to " + max,
        v -> map(wholeOrNull(v, allowed), Long::intValue),
        v -> "" + v);
  }

  /** A whole number in [min, max], or a word for 0. */
  static Kind<Integer> wholeOr(String zero, int min, int max) {
    Kind<Integer> number = multiple(1, min, max);
    return of(
        number.expected() + ", or " + zero,
        v -> zero.equals(v.unwrapped()) ? (Integer) 0 : number.read(v),
        v -> v == 0 ? zero : "" + v);
  }

  /** A whole number in [min, max], which are at most 2^53. */
  static Kind<Long> whole(long min, long max) {
    String greatest = max == 1L << 53 ? "2^53" : "" + max;
    return of(
        "a whole number from " + min + " to " + greatest,
        v -> wholeOrNull(v, s -> s >= min && s <= max),
        v -> "" + v);
  }

  /** A number within bounds. */
  static Kind<Double> number(Bounds bounds) {
    return of("a number " + bounds.words(), v -> numberOrNull(v, bounds::contain), Decimals::text);
  }

  static Kind<Boolean> flag() {
    return of("true or false", Kinds::flagOrNull, v -> "" + v);
  }

  /** Any text, the empty one too. */
  static Kind<String> text() {
    return text("a text", t -> true);
  }

  /** A text that a rule admits. */
  static Kind<String> text(String expected, Predicate<String> allowed) {
    return of(expected, v -> textOrNull(v, allowed), ConfigUtil::quoteString);
  }

  /** A text that is not blank. */
  static Kind<String> words() {
    return text("a text that is not blank", t -> !t.isBlank());
  }

  /** The name of a file or folder. What holds credentials would be stored with the plan. */
  static Kind<String> place() {
    return text(
        "a path, or a URI without credentials", t -> !t.isBlank() && !Secrets.hasUserInfo(t));
  }

  static <E extends Enum<E> & Choice> Kind<E> choice(Class<E> type) {
    return choice(type, Map.of());
  }

  /** One of an enum's constants, by its text or an alias. */
  static <E extends Enum<E> & Choice> Kind<E> choice(Class<E> type, Map<String, E> aliases) {
    List<String> words = Arrays.stream(type.getEnumConstants()).map(Choice::text).toList();
    Function<ConfigValue, @Nullable E> read =
        v -> {
          String text = textOrNull(v, t -> true);
          for (E constant : type.getEnumConstants()) {
            if (constant.text().equals(text)) {
              return constant;
            }
          }
          return text == null ? null : aliases.get(text);
        };
    Function<E, String> write =
        constant ->
            constant.text().matches("[a-z-]+")
                ? constant.text()
                : ConfigUtil.quoteString(constant.text());
    return new Simple<>("one of " + String.join(", ", words), read, write, words);
  }

  /** A list of distinct elements, at least {@code min} of them. */
  static <T> Kind<List<T>> distinct(Kind<T> element, int min) {
    return new ListKind<>(element, min, ListKind.Repetition.FORBIDDEN);
  }

  /** A list of at least {@code min} elements. */
  static <T> Kind<List<T>> list(Kind<T> element, int min) {
    return new ListKind<>(element, min, ListKind.Repetition.ALLOWED);
  }

  /**
   * A fixed set as a list, or a range as {@code { min = , max = }}, within [min, max]; one number
   * is a set of one.
   */
  static Kind<Sampling> sampling(double min, double max) {
    Kind<Double> bound =
        number(new Bounds(min, Double.NEGATIVE_INFINITY, max, Double.POSITIVE_INFINITY));
    Kind<List<Double>> choices = list(bound, 1);
    Function<ConfigValue, @Nullable Sampling> read =
        v -> {
          if (v instanceof ConfigObject object) {
            return range(object, bound);
          }
          List<Double> values =
              v instanceof ConfigList ? choices.read(v) : map(bound.read(v), List::of);
          return map(values, Sampling.Choices::new);
        };
    Function<Sampling, String> write =
        sampling ->
            sampling instanceof Sampling.Range range
                ? "{ min = "
                    + Decimals.text(range.min())
                    + ", max = "
                    + Decimals.text(range.max())
                    + " }"
                : choices.write(((Sampling.Choices) sampling).values());
    return of(Sampling.expected(min, max), read, write);
  }

  private static Sampling.@Nullable Range range(ConfigObject object, Kind<Double> bound) {
    ConfigValue low = object.get("min");
    ConfigValue high = object.get("max");
    if (low == null || high == null || object.size() != 2) {
      return null;
    }
    Double min = bound.read(low);
    Double max = bound.read(high);
    return min == null || max == null || min > max ? null : new Sampling.Range(min, max);
  }

  /** A list as it stands, to be read by whoever knows what it holds. */
  static Kind<ConfigList> rawList() {
    return of("a list", v -> v instanceof ConfigList list ? list : null, v -> v.render());
  }

  /** A block as it stands, to be read by whoever knows what it holds. */
  static Kind<ConfigObject> rawBlock() {
    return of("a block", v -> v instanceof ConfigObject block ? block : null, v -> v.render());
  }

  /** A kind made of its parts. */
  static <T> Kind<T> of(
      String expected, Function<ConfigValue, @Nullable T> read, Function<T, String> write) {
    return new Simple<>(expected, read, write, List.of());
  }

  private static @Nullable Long wholeOrNull(ConfigValue value, Predicate<Long> allowed) {
    Double number = numberOrNull(value, d -> d == Math.rint(d) && Math.abs(d) <= 1L << 53);
    return number == null || !allowed.test(number.longValue()) ? null : (Long) number.longValue();
  }

  private static @Nullable Double numberOrNull(ConfigValue value, Predicate<Double> allowed) {
    String text = textOrNull(value, t -> t.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?"));
    if (text == null) {
      return null;
    }
    try {
      double number = Double.parseDouble(text) + 0.0; // -0 becomes 0
      return Double.isFinite(number) && allowed.test(number) ? (Double) number : null;
    } catch (NumberFormatException e) {
      return null; // several points: not a number, which the caller reports
    }
  }

  private static @Nullable Boolean flagOrNull(ConfigValue value) {
    String text = textOrNull(value, t -> true);
    return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> Boolean.TRUE;
      case "false", "no", "off" -> Boolean.FALSE;
      default -> null;
    };
  }

  /** Text, or a number or truth value as the file writes it. */
  private static @Nullable String textOrNull(ConfigValue value, Predicate<String> allowed) {
    String text =
        switch (value.valueType()) {
          case STRING -> (String) value.unwrapped();
          case NUMBER, BOOLEAN -> value.render();
          default -> null;
        };
    return text != null && allowed.test(text) ? text : null;
  }

  private static <A, B> @Nullable B map(@Nullable A value, Function<A, B> f) {
    return value == null ? null : f.apply(value);
  }

  /** Whether the value was unset with {@code null}. */
  static boolean isUnset(ConfigValue value) {
    return value.valueType() == ConfigValueType.NULL;
  }

  private record Simple<T>(
      String expected,
      Function<ConfigValue, @Nullable T> reader,
      Function<T, String> writer,
      List<String> words)
      implements Kind<T> {
    @Override
    public @Nullable T read(ConfigValue value) {
      return reader.apply(value);
    }

    @Override
    public String write(T value) {
      return writer.apply(value);
    }
  }
}
