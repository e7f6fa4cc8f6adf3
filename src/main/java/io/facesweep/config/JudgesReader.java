package io.facesweep.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.facesweep.settings.Declarations;
import io.facesweep.settings.ScorerSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the judges that {@code metrics.clips} and {@code metrics.scorers} give names. */
final class JudgesReader {
  private static final String NAME = "[a-z][a-z0-9_]{0,39}";

  /** Stands for {@code models.clip} where judges are named. */
  private static final String TAKEN = "clip";

  private static final Declarations<ScorerSettings> SCORER = Declarations.of(ScorerSettings.class);

  private final Problems problems;

  JudgesReader(Problems problems) {
    this.problems = problems;
  }

  /** Directories by name. */
  Map<String, String> clips(ConfigObject block) {
    Map<String, String> clips = new TreeMap<>();
    given(block, FileKeys.CLIPS)
        .forEach(
            (name, value) -> {
              String path = FileKeys.CLIPS.path() + "." + name;
              String place = Kinds.place().read(value);
              if (name.equals(TAKEN)) {
                problems.invalid(
                    value.origin(), "name in metrics.clips", name, "another: it is models.clip's");
              } else if (place == null) {
                problems.invalid(path, value, Kinds.place());
              } else {
                clips.put(name, place);
              }
            });
    return clips;
  }

  /** Scorers by name. */
  Map<String, ScorerSettings> scorers(ConfigObject block) {
    Map<String, ScorerSettings> scorers = new TreeMap<>();
    given(block, FileKeys.SCORERS)
        .forEach(
            (name, value) -> {
              String path = FileKeys.SCORERS.path() + "." + name;
              if (value instanceof ConfigObject inner) {
                scorers.put(name, scorer(path, inner));
              } else {
                problems.invalid(
                    value.origin(),
                    path,
                    Problems.shown(path, value),
                    "a block with file and size");
              }
            });
    return scorers;
  }

  /** What is set, under names that can be a part of a column's. */
  private Map<String, ConfigValue> given(ConfigObject block, Key<?> key) {
    Map<String, ConfigValue> given = new TreeMap<>();
    block.forEach(
        (name, value) -> {
          if (!name.matches(NAME)) {
            problems.invalid(
                Problems.origin(value),
                "name in " + key.path(),
                name,
                "up to 40 lower-case letters, digits or '_', the first a letter: it is a part of"
                    + " columns");
          } else if (!Kinds.isUnset(value)) {
            given.put(name, value);
          }
        });
    return given;
  }

  private ScorerSettings scorer(String path, ConfigObject block) {
    RecordKeys<ScorerSettings> keys = new RecordKeys<>(SCORER, "", new Schema(path));
    SchemaReader reader = new SchemaReader(keys.schema(), problems);
    Values values = reader.read(block);
    for (Key<?> key : keys.schema().keys()) {
      if (key.otherwise().equals("required")
          && reader.origin(key.path()) == null
          && !reader.isBad(key.path())) {
        problems.invalid(
            Problems.origin(block), path + "." + key.path(), "not set", key.kind().expected());
      }
    }
    ScorerSettings scorer = keys.read(values);
    requireChannels(reader, path, "mean", scorer.mean());
    requireChannels(reader, path, "std", scorer.std());
    return scorer;
  }

  private void requireChannels(SchemaReader reader, String path, String key, List<Double> values) {
    if (values.size() != ScorerSettings.CHANNELS && !reader.isBad(key)) {
      problems.invalid(
          reader.origin(key),
          path + "." + key,
          "%d numbers".formatted(values.size()),
          "3, one a channel");
    }
  }

  /** Returns each scorer as a file has it. */
  static Map<String, String> written(Map<String, ScorerSettings> scorers) {
    Map<String, String> written = new TreeMap<>();
    RecordKeys<ScorerSettings> keys = new RecordKeys<>(SCORER, "", new Schema(""));
    scorers.forEach(
        (name, scorer) -> {
          Map<String, Object> values = keys.values(scorer);
          written.put(
              name,
              keys.schema().keys().stream()
                  .map(key -> key.path() + " = " + written(key, values))
                  .collect(Collectors.joining(", ", "{ ", " }")));
        });
    return written;
  }

  private static String written(Key<?> key, Map<String, Object> values) {
    return key.written(Objects.requireNonNull(values.get(key.path()), key.path()));
  }
}
