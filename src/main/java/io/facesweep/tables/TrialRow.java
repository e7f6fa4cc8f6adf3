package io.facesweep.tables;

import io.facesweep.UserException;
import io.facesweep.plan.PromptPrecision;
import io.facesweep.store.Measures;
import io.facesweep.store.SettingsColumns;
import io.facesweep.store.StageError;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StoredTrial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of trials: the trial and its stages, as far as they have records. The table,
 * the analysis and the report take their numbers from here.
 *
 * @param trial as it was planned
 * @param geometry its geometry stage; null where it has none or that has not run
 * @param texture its texture or joint stage; null where it has none or that has not run
 * @param sharing how many trials have its geometry stage; 1 where it has none
 * @param start metrics of what it has before its first step; empty where they are not known
 */
public record TrialRow(
    StoredTrial trial,
    @Nullable StageSummary geometry,
    @Nullable StageSummary texture,
    int sharing,
    Map<String, Double> start) {

  /**
   * The columns; settings, factors and measures in the order given.
   *
   * @param factors axis keys
   * @param measures metrics, then seconds
   */
  static List<Column<TrialRow, ?>> columns(Collection<String> factors, List<Measure> measures) {
    List<Column<TrialRow, ?>> columns = new ArrayList<>();
    columns.add(new Column<>("trial_index", ColumnType.INT, row -> row.trial.index()));
    columns.add(new Column<>("trial_id", ColumnType.TEXT, row -> row.trial.id()));
    columns.add(new Column<>("prompt", ColumnType.TEXT, row -> row.trial.prompt()));
    columns.add(new Column<>("prompt_text", ColumnType.TEXT, row -> row.trial.promptText()));
    columns.add(new Column<>("seed", ColumnType.LONG, row -> row.trial.seed()));
    for (String factor : factors) {
      columns.add(
          new Column<>(
              factorColumn(factor), ColumnType.TEXT, row -> row.trial.factors().get(factor)));
    }
    columns.add(new Column<>("status", ColumnType.TEXT, row -> row.status().text()));
    columns.add(error("error_class", ColumnType.TEXT, StageError::type));
    columns.add(error("error", ColumnType.TEXT, StageError::message));
    columns.add(error("error_phase", ColumnType.TEXT, StageError::phase));
    columns.add(error("error_step", ColumnType.INT, StageError::step));
    columns.add(new Column<>("judge_errors", ColumnType.TEXT, TrialRow::judgeErrors));
    measures.forEach(measure -> columns.add(measure.toColumn()));
    columns.add(new Column<>("geometry_shared_by", ColumnType.INT, TrialRow::sharing));
    columns.add(new Column<>("cost_seconds", ColumnType.DOUBLE, TrialRow::cost));
    columns.add(new Column<>("host", ColumnType.TEXT, TrialRow::host));
    columns.add(new Column<>("device", ColumnType.TEXT, TrialRow::device));
    columns.add(new Column<>("started_at", ColumnType.TIMESTAMP, TrialRow::started));
    columns.add(new Column<>("finished_at", ColumnType.TIMESTAMP, TrialRow::finished));
    columns.add(new Column<>("geometry_stage", ColumnType.TEXT, row -> row.trial.geometryStage()));
    columns.add(new Column<>("texture_stage", ColumnType.TEXT, row -> row.trial.textureStage()));
    SettingsColumns.types().forEach((name, type) -> columns.add(setting(name, type)));
    return distinct(columns);
  }

  /** The column of a factor's levels, by its axis key. */
  static String factorColumn(String factor) {
    return "factor_" + SettingsColumns.snakeCase(factor);
  }

  private static <V> Column<TrialRow, V> error(
      String name, ColumnType<V> type, Function<StageError, @Nullable V> part) {
    return new Column<>(
        name,
        type,
        row -> {
          StageError error = row.error();
          return error == null ? null : part.apply(error);
        });
  }

  private static Column<TrialRow, ?> setting(String name, Class<?> type) {
    if (type == Boolean.class) {
      return setting(name, ColumnType.BOOLEAN, Boolean.class, "true or false");
    } else if (type == Long.class) {
      return setting(name, ColumnType.LONG, Long.class, "a whole number");
    }
    return type == Double.class
        ? setting(name, ColumnType.DOUBLE, Double.class, "a number with a decimal point")
        : setting(name, ColumnType.TEXT, String.class, "a text");
  }

  private static <V> Column<TrialRow, V> setting(
      String name, ColumnType<V> type, Class<V> valueType, String expected) {
    return new Column<>(name, type, new SettingValue<>(name, valueType, expected));
  }

  /** Looks a setting up once for trials that follow each other and have the same settings. */
  private static final class SettingValue<V> implements Function<TrialRow, @Nullable V> {
    private final String name;
    private final Class<V> type;
    private final String expected;
    private Map<String, Object> settings = Map.of();
    private @Nullable V value;

    SettingValue(String name, Class<V> type, String expected) {
      this.name = name;
      this.type = type;
      this.expected = expected;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a plan has one object for each combination of levels
    public @Nullable V apply(TrialRow row) {
      if (row.trial.settings() != settings) {
        Object found = row.trial.settings().get(name);
        if (found != null && !type.isInstance(found)) {
          throw new UserException(
              "Cannot tabulate trial %d: its setting %s is %s (expected %s; run the sweep again)"
                  .formatted(row.trial.index(), name, found, expected));
        }
        value = type.cast(found);
        settings = row.trial.settings();
      }
      return value;
    }
  }

  /** Names of metrics that differ in their punctuation alone would be one column twice. */
  private static List<Column<TrialRow, ?>> distinct(List<Column<TrialRow, ?>> columns) {
    Map<String, Column<TrialRow, ?>> byName = new LinkedHashMap<>();
    columns.forEach(column -> byName.putIfAbsent(column.name(), column));
    return List.copyOf(byName.values());
  }

  /** Returns how the trial stands: failed if any stage failed, missing if any has not run. */
  public TrialStatus status() {
    if (stages().anyMatch(stage -> stage.status() == StageStatus.FAILED)) {
      return TrialStatus.FAILED;
    }
    boolean isWhole =
        (trial.geometryStage() == null) == (geometry == null)
            && (trial.textureStage() == null) == (texture == null);
    return isWhole ? TrialStatus.DONE : TrialStatus.MISSING;
  }

  /** Returns why the trial failed; null if it did not. */
  public @Nullable StageError error() {
    return stages().map(StageSummary::error).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** Returns which judges failed on a stage and why; null if none did. */
  @Nullable String judgeErrors() {
    Map<String, String> errors = new TreeMap<>();
    stages().forEach(stage -> errors.putAll(stage.judgeErrors()));
    return errors.isEmpty()
        ? null
        : errors.entrySet().stream()
            .map(error -> error.getKey() + ": " + error.getValue())
            .collect(Collectors.joining("; "));
  }

  /** Returns a line that says which trial failed and why. */
  String failure() {
    StringBuilder text = new StringBuilder();
    text.append("trial %d (%s, seed %d".formatted(trial.index(), trial.prompt(), trial.seed()));
    trial.factors().forEach((key, level) -> text.append(", %s = %s".formatted(key, level)));
    StageError error = error();
    return text.append("): ").append(error == null ? null : error.message()).toString();
  }

  private Stream<StageSummary> stages() {
    return Stream.concat(Stream.ofNullable(geometry), Stream.ofNullable(texture));
  }

  @Nullable Double metric(String name) {
    Double value = texture == null ? null : texture.metrics().get(name);
    return value == null && geometry != null ? geometry.metrics().get(name) : value;
  }

  /**
   * Returns the trial's device seconds, those of a shared stage divided among the trials that have
   * it; null if no stage ran.
   */
  public @Nullable Double cost() {
    if (geometry == null && texture == null) {
      return null;
    }
    double first = geometry == null ? 0 : geometry.seconds() / sharing;
    return first + (texture == null ? 0 : texture.seconds());
  }

  /** Returns the host of the stage that ran last; null if none ran. */
  public @Nullable String host() {
    StageSummary last = last();
    return last == null ? null : last.host();
  }

  /** Returns the device of the stage that ran last; null if none ran. */
  public @Nullable String device() {
    StageSummary last = last();
    return last == null ? null : last.device();
  }

  private @Nullable StageSummary last() {
    return texture == null ? geometry : texture;
  }

  /** Returns when the first stage started; null if none ran. */
  public @Nullable Instant started() {
    return stages().map(StageSummary::started).min(Instant::compareTo).orElse(null);
  }

  /** Returns when the last stage ended; null if none ran. */
  public @Nullable Instant finished() {
    return stages().map(StageSummary::finished).max(Instant::compareTo).orElse(null);
  }

  /**
   * What {@code trials} needs of a record: a fraction of it, since a sweep has very many.
   *
   * @param metrics those that depend on the sweep's prompts too
   * @param judgeErrors why a judge failed, by its name
   * @param seconds its share of device time
   */
  public record StageSummary(
      StageStatus status,
      @Nullable StageError error,
      Map<String, Double> metrics,
      Map<String, String> judgeErrors,
      double seconds,
      String host,
      String device,
      Instant started,
      Instant finished) {
    static StageSummary of(StageRecord record, Measures measures, List<String> prompts) {
      return new StageSummary(
          record.status(),
          record.error(),
          Map.copyOf(metrics(record, measures, prompts)), // takes half of what a tree does
          measures.judgeErrors(),
          record.shareSeconds(),
          record.host(),
          record.device(),
          record.started(),
          record.finished());
    }

    private static Map<String, Double> metrics(
        StageRecord record, Measures measures, List<String> prompts) {
      String own = String.valueOf(record.settings().get(StageRecord.PROMPT_TEXT));
      return metrics(measures, own, prompts);
    }

    /** The metrics of measures, with those that depend on the sweep's prompts. */
    static Map<String, Double> metrics(Measures measures, String own, List<String> prompts) {
      Map<String, Double> metrics = new TreeMap<>(measures.metrics());
      measures
          .promptErrors()
          .forEach(
              (metric, errors) -> {
                Double precision = PromptPrecision.of(errors, prompts, own);
                if (precision != null) {
                  metrics.put(metric, precision);
                }
              });
      return metrics;
    }
  }
}
