package io.facesweep.config;

import io.facesweep.settings.Axis;
import io.facesweep.settings.Choice;
import io.facesweep.settings.Declaration;
import io.facesweep.settings.Sampling;
import io.facesweep.settings.Secrets;
import io.facesweep.settings.Setting;
import io.facesweep.settings.SweepSettings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kind of values that a declared setting takes, by its type and its bounds. */
final class DeclaredKinds {
  private static final Set<String> NOT_WRITABLE = Set.of("s3", "s3n", "http", "https");

  private DeclaredKinds() {}

  /**
   * The kind of a setting.
   *
   * @throws IllegalStateException if there is none for its type
   */
  static Kind<?> of(Declaration declared) {
    Setting setting = declared.setting();
    if (declared.type() == Map.class) {
      return Kinds.rawBlock();
    } else if (declared.type() != List.class) {
      return single(declared.type(), declared);
    }
    Type element = declared.elementType();
    if (element == Axis.class) {
      return Kinds.rawBlock();
    } else if (element instanceof ParameterizedType) {
      return Kinds.rawList();
    }
    Kind<?> kind = single((Class<?>) element, declared);
    return setting.distinct()
        ? Kinds.distinct(kind, setting.minSize())
        : Kinds.list(kind, setting.minSize());
  }

  private static Kind<?> single(Class<?> type, Declaration declared) {
    Setting setting = declared.setting();
    if (type == boolean.class) {
      return Kinds.flag();
    } else if (type == int.class || type == Integer.class) {
      int min = (int) setting.min();
      int max = (int) setting.max();
      return setting.zero().isEmpty()
          ? Kinds.multiple(setting.multipleOf(), min, max)
          : Kinds.wholeOr(setting.zero(), min, max);
    } else if (type == long.class || type == Long.class) {
      return Kinds.whole((long) setting.min(), (long) setting.max());
    } else if (type == double.class || type == Double.class) {
      return Kinds.number(declared.bounds());
    } else if (type == String.class) {
      return text(setting.text());
    } else if (type == Sampling.class) {
      return Kinds.sampling(setting.min(), setting.max());
    } else if (type == Duration.class) {
      return Durations.kind();
    } else if (type.isEnum()) {
      return choice(type, setting.aliases());
    }
    throw new IllegalStateException(
        "Cannot declare %s: there is no kind of values for %s".formatted(declared, type));
  }

  @SuppressWarnings("unchecked") // every enum of the settings is a Choice
  private static <E extends Enum<E> & Choice> Kind<E> choice(Class<?> type, String[] aliases) {
    Class<E> choices = (Class<E>) type;
    Map<String, E> others = new HashMap<>();
    for (String alias : aliases) {
      String[] pair = alias.split("=", 2);
      for (E constant : choices.getEnumConstants()) {
        if (constant.text().equals(pair[1].strip())) {
          others.put(pair[0].strip(), constant);
        }
      }
    }
    return Kinds.choice(choices, others);
  }

  private static Kind<String> text(Setting.Text text) {
    return switch (text) {
      case ANY -> Kinds.text();
      case NOT_BLANK -> Kinds.words();
      case PLACE -> Kinds.place();
      case OUTPUT_ROOT ->
          Kinds.text(
              "a path, or a URI without credentials such as s3a://bucket/prefix",
              DeclaredKinds::isOutput);
      case NAME ->
          Kinds.text(
              "up to 100 letters, digits, '.', '_' or '-', the first a letter or digit",
              t -> t.length() <= 100 && t.matches("[A-Za-z0-9][A-Za-z0-9._-]*"));
      case TEMPLATE ->
          Kinds.text(
              "a text with " + SweepSettings.PLACEHOLDER,
              t -> t.contains(SweepSettings.PLACEHOLDER));
    };
  }

  /** A Windows path or one with blanks is no URI, and is left to the file system. */
  private static boolean isOutput(String text) {
    if (text.isBlank()) {
      return false;
    }
    try {
      String scheme = new URI(text).getScheme();
      return !Secrets.hasUserInfo(text) && (scheme == null || !NOT_WRITABLE.contains(scheme));
    } catch (URISyntaxException e) {
      return !text.contains("://");
    }
  }
}
