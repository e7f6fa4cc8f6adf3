package io.facesweep.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.facesweep.UserException;
import io.facesweep.settings.Secrets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a configuration, to report it all at once. */
final class Problems {
  private static final int SHOWN = 100;
  private static final int VALUE_LENGTH = 120;
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::source).thenComparingInt(Problem::line);
  private static final Pattern LINE = Pattern.compile("(.*): \\d+");

  private final String source;
  private final Set<Problem> problems = new LinkedHashSet<>();

  /**
   * @param source what is read, e.g. the file's name; also stands for the place of what has none
   */
  Problems(String source) {
    this.source = source;
  }

  /** A value that is not what its key takes. */
  void invalid(@Nullable ConfigOrigin origin, String key, String value, String expected) {
    add(origin, "Invalid %s: %s (expected %s)".formatted(key, value, expected));
  }

  /** A value that is not of its key's kind. */
  void invalid(String key, ConfigValue value, Kind<?> kind) {
    String nearest =
        value.unwrapped() instanceof String word
            ? nearest(Suggestions.nearest(word, kind.words()).orElse(null))
            : "";
    invalid(value.origin(), key, shown(key, value), kind.expected() + nearest);
  }

  /** A key that does not exist. */
  void unknown(
      @Nullable ConfigOrigin origin, String path, String expected, Collection<String> known) {
    unknown(origin, "", path, expected, known);
  }

  /**
   * A key that does not exist.
   *
   * @param prefix of the path and of all that are known
   */
  void unknown(
      @Nullable ConfigOrigin origin,
      String prefix,
      String path,
      String expected,
      Collection<String> known) {
    String nearest =
        nearest(Suggestions.nearestPath(path, known).map(found -> prefix + found).orElse(null));
    add(origin, "Invalid key: %s (expected %s%s)".formatted(prefix + path, expected, nearest));
  }

  /** Where a value stands; for a block, where the first of its values does. */
  static ConfigOrigin origin(ConfigValue value) {
    ConfigValue at = value;
    while (at instanceof ConfigObject block && !block.isEmpty()) {
      at = new TreeMap<>(block).firstEntry().getValue();
    }
    return at.origin();
  }

  void add(@Nullable ConfigOrigin origin, String message) {
    problems.add(problem(origin, message));
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Throws everything that was collected, if anything was. */
  void throwIfAny() {
    if (problems.isEmpty()) {
      return;
    }
    List<String> lines =
        problems.stream().sorted(BY_PLACE).limit(SHOWN).map(p -> "\n  " + p).toList();
    int more = problems.size() - lines.size();
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    throw new UserException(
        "Cannot use configuration %s: %s%s%s"
            .formatted(
                source,
                count,
                String.join("", lines),
                more > 0 ? "\n  and " + more + " more" : ""));
  }

  private static String nearest(@Nullable String candidate) {
    return candidate == null ? "" : "; nearest is " + candidate;
  }

  /** The value for people: shortened, and hidden where it may be a secret. */
  static String shown(String key, ConfigValue value) {
    if (Secrets.isSecret(key) || key.startsWith(FileKeys.CONF.path() + ".")) {
      return Secrets.HIDDEN;
    }
    String text =
        switch (value.valueType()) {
          case OBJECT -> "a block";
          case LIST ->
              ((List<?>) value)
                  .stream()
                      .map(v -> shown(key, (ConfigValue) v))
                      .collect(Collectors.joining(", ", "[", "]"));
          default -> Secrets.withoutUserInfo(value.render());
        };
    return text.length() <= VALUE_LENGTH ? text : text.substring(0, VALUE_LENGTH) + "...";
  }

  private Problem problem(@Nullable ConfigOrigin origin, String message) {
    if (origin == null) {
      return new Problem(source, 0, message);
    }
    String filename = origin.filename();
    if (filename != null && origin.lineNumber() > 0) {
      return new Problem(filename, origin.lineNumber(), message);
    }
    Matcher line = LINE.matcher(origin.description());
    return line.matches()
        ? new Problem(line.group(1), Sources.isOverride(origin) ? 0 : origin.lineNumber(), message)
        : new Problem(origin.description(), 0, message);
  }
}
