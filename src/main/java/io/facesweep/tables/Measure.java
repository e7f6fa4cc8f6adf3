package io.facesweep.tables;

import io.facesweep.store.SettingsColumns;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A number that trials are compared by: a metric, the device seconds of a stage, or whether the
 * trial failed.
 *
 * @param name as effects name it, in snake_case
 * @param column of it in the table of trials
 * @param value of a trial; null where it has none
 * @param atStart of the trial before its first step; null where it has none
 */
public record Measure(
    String name,
    String column,
    Function<TrialRow, @Nullable Double> value,
    Function<TrialRow, @Nullable Double> atStart) {
  private Measure(String name, String column, Function<TrialRow, @Nullable Double> value) {
    this(name, column, value, row -> null);
  }

  private static final String METRIC = "metric_";

  /** The device seconds of a trial's stages, in the order in which they run. */
  static final List<Measure> SECONDS =
      List.of(
          seconds("geometry_seconds", TrialRow::geometry),
          seconds("texture_seconds", TrialRow::texture));

  /** Whether a trial failed, 1 or 0; nothing of a trial that did not run. */
  public static final Measure FAILED = new Measure("failed", "failed", Measure::failed);

  private static @Nullable Double failed(TrialRow row) {
    return switch (row.status()) {
      case FAILED -> (Double) 1.0;
      case DONE -> (Double) 0.0;
      case MISSING -> null;
    };
  }

  /**
   * A metric.
   *
   * @param metric as records name it
   */
  static Measure metric(String metric) {
    String name = SettingsColumns.snakeCase(metric);
    return new Measure(
        name, METRIC + name, row -> row.metric(metric), row -> row.start().get(metric));
  }

  /** Whether trials may have it before their first step: whether it is a metric. */
  boolean hasStart() {
    return column.startsWith(METRIC);
  }

  private static Measure seconds(
      String name, Function<TrialRow, TrialRow.@Nullable StageSummary> stage) {
    return new Measure(
        name,
        name,
        row -> {
          TrialRow.StageSummary summary = stage.apply(row);
          return summary == null ? null : (Double) summary.seconds();
        });
  }

  /** Returns a trial's value; NaN where it has none. */
  public double of(TrialRow row) {
    Double number = value.apply(row);
    return number == null ? Double.NaN : number;
  }

  /** Returns the column; an undefined value is none, so that averages of a query leave it out. */
  Column<TrialRow, Double> toColumn() {
    return new Column<>(column, ColumnType.DOUBLE, row -> defined(value.apply(row)));
  }

  /** Returns the column of values before the first step. */
  Column<TrialRow, Double> toStartColumn() {
    return new Column<>(column, ColumnType.DOUBLE, row -> defined(atStart.apply(row)));
  }

  private static @Nullable Double defined(@Nullable Double number) {
    return number == null || number.isNaN() ? null : number;
  }
}
