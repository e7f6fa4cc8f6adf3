package io.facesweep.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import io.facesweep.settings.Declaration;
import io.facesweep.settings.Declarations;
import io.facesweep.settings.Setting;
import io.facesweep.settings.TrialSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a settings record in a file, made of its declarations, and the way back from values
 * to the record.
 */
final class RecordKeys<R extends Record> {
  /** The {@code trial} block: each of its keys may be an axis. */
  static final RecordKeys<TrialSettings> TRIAL =
      new RecordKeys<>(TrialSettings.DECLARED, "", new Schema("trial"));

  /** Conditions on it hold for whole blocks, and go without saying. */
  private static final String TOP_CONDITION = "phases";

  private final Declarations<R> declarations;
  private final String prefix;
  private final Schema schema;
  private final Map<Declaration, Key<?>> keys = new HashMap<>();

  /**
   * Declares the keys.
   *
   * @param prefix of their paths, empty or with a dot at the end
   * @param schema that they are added to
   */
  RecordKeys(Declarations<R> declarations, String prefix, Schema schema) {
    this.declarations = declarations;
    this.prefix = prefix;
    this.schema = schema;
    for (Declaration declared : declarations.all()) {
      declareGeneral(declared);
      keys.put(declared, schema.declare(key(prefix, declared)));
    }
  }

  Schema schema() {
    return schema;
  }

  /** The record that values give; settings without a value and without a default say nothing. */
  R read(Values values) {
    return read(values, Map.of());
  }

  /**
   * The record that values give.
   *
   * @param made values that are made elsewhere, by the declared path
   */
  R read(Values values, Map<String, Object> made) {
    return declarations.make(
        declared -> {
          Object value = made.get(declared.path());
          if (value == null) {
            value = values.orNull(keyOf(declared));
          }
          return value == null ? declared.neutral() : value;
        });
  }

  /** The values of a record's settings, by path. */
  Map<String, Object> values(R record) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Declaration declared : declarations.all()) {
      values.put(prefix + declared.path(), declared.value(record));
    }
    return values;
  }

  private Key<?> keyOf(Declaration declared) {
    Key<?> key = keys.get(declared);
    if (key == null) {
      throw new IllegalStateException("Cannot read " + declared + ": it has no key");
    }
    return key;
  }

  /** A general block stands before the block at the top in which others fall back on it. */
  private void declareGeneral(Declaration first) {
    int dot = first.path().indexOf('.');
    if (dot < 0) {
      return;
    }
    String block = first.path().substring(0, dot + 1);
    declarations
        .generals()
        .forEach(
            (name, record) -> {
              boolean isUsed =
                  declarations.all().stream()
                      .filter(d -> d.path().startsWith(block))
                      .anyMatch(d -> String.valueOf(d.general()).startsWith(name + "."));
              if (isUsed && !schema.isBlock(prefix + name)) {
                for (Declaration declared : Declarations.of(record).all()) {
                  schema.declare(key(prefix + name + ".", declared));
                }
              }
            });
  }

  private <T> Key<T> key(String prefix, Declaration declared) {
    @SuppressWarnings("unchecked") // the kind of the declared type, which values are of
    Kind<T> kind = (Kind<T>) DeclaredKinds.of(declared);
    String path = prefix + declared.path();
    Setting setting = declared.setting();
    String general = declared.general();
    Key<T> key;
    if (general != null) {
      @SuppressWarnings("unchecked") // the same declaration, so the same kind
      Key<T> fallback = (Key<T>) schema.key(this.prefix + general);
      key = derived(path, kind, fallback, null, fallback.path(), declared);
    } else if (!setting.defaultOf().isEmpty()) {
      Function<Values, T> value = valueOf(sibling(path, setting.defaultOf()), declared);
      key = derived(path, kind, null, value, setting.otherwise(), declared);
    } else if (declared.byDefault().isEmpty()) {
      key = Key.optional(path, kind, setting.otherwise(), declared.doc());
    } else if (setting.exception().isEmpty()) {
      T usual = parse(kind, declared.byDefault(), path);
      key = Key.of(path, kind, usual, declared.doc());
    } else {
      key = withException(path, kind, declared);
    }
    return key.explained(
        general == null ? declared.source() : "", declared.usedWhen(prefix, TOP_CONDITION));
  }

  private static <T> Key<T> derived(
      String path,
      Kind<T> kind,
      @Nullable Key<T> fallback,
      @Nullable Function<Values, T> value,
      String otherwise,
      Declaration declared) {
    return new Key<>(path, kind, null, fallback, value, otherwise, declared.doc(), "", "");
  }

  /** A key whose default is another where a sibling has one certain value. */
  private <T> Key<T> withException(String path, Kind<T> kind, Declaration declared) {
    T usual = parse(kind, declared.byDefault(), path);
    String[] parts = declared.setting().exception().split("[=:]", 3);
    Key<?> sibling = sibling(path, parts[0].strip());
    Object when = parse(sibling.kind(), parts[1].strip(), path);
    T exception = parse(kind, parts[2].strip(), path);
    return derived(
        path,
        kind,
        null,
        values -> values.get(sibling).equals(when) ? exception : usual,
        "%s, or %s for %s".formatted(kind.write(usual), kind.write(exception), parts[1].strip()),
        declared);
  }

  /** What the sibling's value says of a component. */
  private static <T> Function<Values, T> valueOf(Key<?> sibling, Declaration declared) {
    Map<Object, T> known = new ConcurrentHashMap<>(); // asked for with every trial
    return values -> known.computeIfAbsent(values.get(sibling), value -> valueOf(value, declared));
  }

  private static <T> T valueOf(Object value, Declaration declared) {
    try {
      Method method = value.getClass().getMethod(declared.component());
      @SuppressWarnings("unchecked") // of the component's type, by name
      T found = (T) method.invoke(value);
      return found;
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(
          "Cannot take the default of %s from %s".formatted(declared, value), e);
    }
  }

  private Key<?> sibling(String path, String key) {
    return schema.key(path.substring(0, path.lastIndexOf('.') + 1) + key);
  }

  private static <T> T parse(Kind<T> kind, String text, String path) {
    ConfigValue value = ConfigFactory.parseString("x = " + text).getValue("x");
    @Nullable T read = kind.read(value);
    if (read == null) {
      throw new IllegalStateException(
          "Cannot declare %s: its default is %s (expected %s)"
              .formatted(path, text, kind.expected()));
    }
    return read;
  }
}
