package io.facesweep.report;

import io.facesweep.store.SettingsColumns;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The values that the settings of a sweep's trials have, each once, in the order of the trials. */
final class SettingsSeen {
  private static final int SHORT_HASH = 12;

  private final Map<String, Set<String>> values = new LinkedHashMap<>();
  private final Map<String, Set<String>> models = new LinkedHashMap<>();

  SettingsSeen(SweepData data) {
    for (ReportTrial trial : data.trials()) {
      Map<String, Object> settings = trial.row().trial().settings();
      settings.forEach(
          (column, value) ->
              values.computeIfAbsent(column, c -> new LinkedHashSet<>()).add("" + value));
      SettingsColumns.models()
          .forEach(
              (key, column) -> {
                Object place = settings.get(column);
                if (place != null) {
                  Object hash = settings.get(column + SettingsColumns.FINGERPRINT);
                  models
                      .computeIfAbsent(key, k -> new LinkedHashSet<>())
                      .add(
                          hash == null
                              ? "" + place
                              : "%s (%s)"
                                  .formatted(
                                      place, SettingsColumns.shortened("" + hash, SHORT_HASH)));
                }
              });
    }
  }

  /** Returns the values of a setting's column; none where no trial has it. */
  Set<String> of(String column) {
    return values.getOrDefault(column, Set.of());
  }

  /** Returns the values of a setting's column as words: {@code 64}, {@code 64 or 128}. */
  String words(String column) {
    return of(column).stream()
        .map(value -> value.replaceAll("\\.0$", ""))
        .collect(Collectors.joining(" or "));
  }

  /** Tells whether any trial has a setting at a value. */
  boolean has(String column, String value) {
    return of(column).contains(value);
  }

  /** Returns where the models of a role lie; none where no trial has one. */
  Set<String> places(String key) {
    String column = SettingsColumns.models().get(key);
    return column == null ? Set.of() : of(column);
  }

  /**
   * Returns the models by key of the configuration: place, and the beginning of the fingerprint.
   */
  Map<String, Set<String>> models() {
    return models;
  }
}
