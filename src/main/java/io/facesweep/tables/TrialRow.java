package io.facesweep.tables;

import io.facesweep.plan.PromptPrecision;
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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of trials: the trial and its stages, as far as they have records.
 *
 * @param sharing how many trials have its geometry stage; 1 where it has none
 */
record TrialRow(
    StoredTrial trial,
    @Nullable StageSummary geometry,
    @Nullable StageSummary texture,
    int sharing) {

  /**
   * The columns; settings, factors and metrics in the order given.
   *
   * @param factors axis keys
   * @param metrics names of all metrics that any trial has
   */
  static List<Column<TrialRow>> columns(Collection<String> factors, SortedSet<String> metrics) {
    List<Column<TrialRow>> columns = new ArrayList<>();
    columns.add(new Column<>("trial_index", ColumnType.INT, row -> row.trial.index()));
    columns.add(new Column<>("trial_id", ColumnType.TEXT, row -> row.trial.id()));
    columns.add(new Column<>("prompt", ColumnType.TEXT, row -> row.trial.prompt()));
    columns.add(new Column<>("prompt_text", ColumnType.TEXT, row -> row.trial.promptText()));
    columns.add(new Column<>("seed", ColumnType.LONG, row -> row.trial.seed()));
    for (String factor : factors) {
      String name = "factor_" + SettingsColumns.snakeCase(factor);
      columns.add(new Column<>(name, ColumnType.TEXT, row -> row.trial.factors().get(factor)));
    }
    columns.add(new Column<>("status", ColumnType.TEXT, TrialRow::status));
    columns.add(new Column<>("error_class", ColumnType.TEXT, row -> row.error(StageError::type)));
    columns.add(new Column<>("error", ColumnType.TEXT, row -> row.error(StageError::message)));
    columns.add(new Column<>("error_phase", ColumnType.TEXT, row -> row.error(StageError::phase)));
    columns.add(new Column<>("error_step", ColumnType.INT, row -> row.error(StageError::step)));
    for (String metric : metrics) {
      String name = "metric_" + SettingsColumns.snakeCase(metric);
      columns.add(new Column<>(name, ColumnType.DOUBLE, row -> row.metric(metric)));
    }
    columns.add(new Column<>("geometry_seconds", ColumnType.DOUBLE, row -> seconds(row.geometry)));
    columns.add(new Column<>("texture_seconds", ColumnType.DOUBLE, row -> seconds(row.texture)));
    columns.add(new Column<>("geometry_shared_by", ColumnType.INT, TrialRow::sharing));
    columns.add(new Column<>("cost_seconds", ColumnType.DOUBLE, TrialRow::cost));
    columns.add(new Column<>("host", ColumnType.TEXT, row -> row.last(StageSummary::host)));
    columns.add(new Column<>("device", ColumnType.TEXT, row -> row.last(StageSummary::device)));
    columns.add(new Column<>("started_at", ColumnType.TIMESTAMP, TrialRow::started));
    columns.add(new Column<>("finished_at", ColumnType.TIMESTAMP, TrialRow::finished));
    columns.add(new Column<>("geometry_stage", ColumnType.TEXT, row -> row.trial.geometryStage()));
    columns.add(new Column<>("texture_stage", ColumnType.TEXT, row -> row.trial.textureStage()));
    SettingsColumns.types()
        .forEach(
            (name, type) ->
                columns.add(
                    new Column<>(
                        name, ColumnType.of(type), row -> row.trial.settings().get(name))));
    return distinct(columns);
  }

  /** Names of metrics that differ in their punctuation alone would be one column twice. */
  private static List<Column<TrialRow>> distinct(List<Column<TrialRow>> columns) {
    Map<String, Column<TrialRow>> byName = new LinkedHashMap<>();
    columns.forEach(column -> byName.putIfAbsent(column.name(), column));
    return List.copyOf(byName.values());
  }

  /** {@code done}, {@code failed} if any stage failed, {@code missing} if any has not run. */
  String status() {
    if (stages().anyMatch(stage -> stage.status() == StageStatus.FAILED)) {
      return StageStatus.FAILED.text();
    }
    boolean isWhole =
        (trial.geometryStage() == null) == (geometry == null)
            && (trial.textureStage() == null) == (texture == null);
    return isWhole ? StageStatus.DONE.text() : "missing";
  }

  /** A line that says which trial failed and why. */
  String failure() {
    StringBuilder text = new StringBuilder();
    text.append("trial %d (%s, seed %d".formatted(trial.index(), trial.prompt(), trial.seed()));
    trial.factors().forEach((key, level) -> text.append(", %s = %s".formatted(key, level)));
    return text.append("): ").append(error(StageError::message)).toString();
  }

  private Stream<StageSummary> stages() {
    return Stream.concat(Stream.ofNullable(geometry), Stream.ofNullable(texture));
  }

  private @Nullable Object error(Function<StageError, @Nullable Object> part) {
    for (StageSummary stage : stages().toList()) {
      StageError error = stage.error();
      if (error != null) {
        return part.apply(error);
      }
    }
    return null;
  }

  private @Nullable Double metric(String name) {
    Double value = texture == null ? null : texture.metrics().get(name);
    return value == null && geometry != null ? geometry.metrics().get(name) : value;
  }

  private static @Nullable Double seconds(@Nullable StageSummary stage) {
    return stage == null ? null : (Double) stage.seconds();
  }

  /** Device seconds of the trial, those of a shared stage divided among the trials that have it. */
  private @Nullable Double cost() {
    if (geometry == null && texture == null) {
      return null;
    }
    double first = geometry == null ? 0 : geometry.seconds() / sharing;
    return first + (texture == null ? 0 : texture.seconds());
  }

  private @Nullable Object last(Function<StageSummary, Object> part) {
    StageSummary stage = texture == null ? geometry : texture;
    return stage == null ? null : part.apply(stage);
  }

  private @Nullable Instant started() {
    return stages().map(StageSummary::started).min(Instant::compareTo).orElse(null);
  }

  private @Nullable Instant finished() {
    return stages().map(StageSummary::finished).max(Instant::compareTo).orElse(null);
  }

  /**
   * What {@code trials} needs of a record.
   *
   * @param metrics those that depend on the sweep's prompts too
   * @param seconds its share of device time
   */
  record StageSummary(
      StageStatus status,
      @Nullable StageError error,
      Map<String, Double> metrics,
      double seconds,
      String host,
      String device,
      Instant started,
      Instant finished) {
    static StageSummary of(StageRecord record, List<String> prompts) {
      return new StageSummary(
          record.status(),
          record.error(),
          metrics(record, prompts),
          record.shareSeconds(),
          record.host(),
          record.device(),
          record.started(),
          record.finished());
    }

    private static Map<String, Double> metrics(StageRecord record, List<String> prompts) {
      Map<String, Double> metrics = new TreeMap<>(record.metrics());
      String own = String.valueOf(record.settings().get(StageRecord.PROMPT_TEXT));
      record
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
