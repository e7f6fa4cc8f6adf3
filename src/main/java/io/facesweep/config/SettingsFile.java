package io.facesweep.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.facesweep.settings.Declarations;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Files in HOCON whose keys are the settings that a record declares.
 *
 * @param <R> the record
 */
public final class SettingsFile<R extends Record> {
  private final RecordKeys<R> keys;

  /**
   * @throws IllegalStateException if a setting has no default
   */
  public SettingsFile(Declarations<R> declarations) {
    keys = new RecordKeys<>(declarations, "", new Schema(""));
    for (Key<?> key : keys.schema().keys()) {
      if (new Values(Map.of()).orNull(key) == null) {
        throw new IllegalStateException("Cannot declare %s: no default".formatted(key.path()));
      }
    }
  }

  /**
   * Reads a file; what is not given is as declared by default.
   *
   * @param file null for none
   * @param overrides by key, which win over the file
   * @throws io.facesweep.UserException naming every problem with its line
   */
  public R read(@Nullable Path file, Map<String, String> overrides) {
    String source = file == null ? "the command line" : file.toString();
    Config config = file == null ? ConfigFactory.empty() : Sources.parse(file);
    List<String> pairs =
        overrides.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    Config resolved = Sources.resolve(Sources.override(config, pairs), source);
    Problems problems = new Problems(source);
    Values values =
        Sources.walk(source, () -> new SchemaReader(keys.schema(), problems).read(resolved.root()));
    problems.throwIfAny();
    return keys.read(values);
  }

  private static Object value(Map<String, Object> values, Key<?> key) {
    Object value = values.get(key.path());
    if (value == null) {
      throw new IllegalStateException("Cannot write %s: it has no value".formatted(key.path()));
    }
    return value;
  }

  /** The keys and values of a record, as a file of it would have them, one a line. */
  public String text(R record) {
    Map<String, Object> values = keys.values(record);
    Collection<Key<?>> all = keys.schema().keys();
    return all.stream()
        .map(key -> "%s = %s\n".formatted(key.path(), key.written(value(values, key))))
        .collect(Collectors.joining());
  }
}
