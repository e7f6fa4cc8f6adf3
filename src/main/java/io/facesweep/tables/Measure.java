package io.facesweep.tables;

import io.facesweep.store.SettingsColumns;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A number that trials are compared by: a metric, or the device seconds of a stage.
 *
 * @param name as effects name it, in snake_case
 * @param column of it in the table of trials
 * @param value of a trial; null where it has none
 */
public record Measure(String name, String column, Function<TrialRow, @Nullable Double> value) {
  /** The device seconds of a trial's stages, in the order in which they run. */
  static final List<Measure> SECONDS =
      List.of(
          seconds("geometry_seconds", TrialRow::geometry),
          seconds("texture_seconds", TrialRow::texture));

  /**
   * A metric.
   *
   * @param metric as records name it
   */
  static Measure metric(String metric) {
    String name = SettingsColumns.snakeCase(metric);
    return new Measure(name, "metric_" + name, row -> row.metric(metric));
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

  Column<TrialRow, Double> toColumn() {
    return new Column<>(column, ColumnType.DOUBLE, value);
  }
}
