package io.facesweep.tables;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of importance: how much of a measure's variance over the trials is due to one
 * thing. Numbers that do not exist are NaN here and null in the table.
 *
 * @param metric name of the {@link Measure}
 * @param source what kind of thing it is
 * @param factor axis key; null where it is no factor
 * @param otherFactor axis key of the second factor of an interaction; else null
 * @param share of the sum of squares, 0 to 1; those of a measure add up to 1
 * @param interval of the share
 * @param confidence of the interval
 * @param sample what it is computed from
 */
public record ImportanceRow(
    String metric,
    VarianceSource source,
    @Nullable String factor,
    @Nullable String otherFactor,
    double share,
    Interval interval,
    double confidence,
    Base sample) {
  /**
   * What shares are computed from.
   *
   * @param unit what is resampled
   * @param units how many there are
   * @param trials that count
   * @param missing trials that are left out, with all others of their prompt and seed, since one of
   *     them failed, did not run or lacks the metric
   */
  public record Base(UnitKind unit, int units, int trials, int missing) {}

  static List<Column<ImportanceRow, ?>> columns() {
    return List.of(
        new Column<>("metric", ColumnType.TEXT, ImportanceRow::metric),
        new Column<>("source", ColumnType.TEXT, row -> row.source.text()),
        new Column<>("factor", ColumnType.TEXT, ImportanceRow::factor),
        new Column<>("other_factor", ColumnType.TEXT, ImportanceRow::otherFactor),
        number("share", ImportanceRow::share),
        number("low", row -> row.interval.low()),
        number("high", row -> row.interval.high()),
        number("confidence", ImportanceRow::confidence),
        new Column<>("interval", ColumnType.TEXT, row -> row.interval.method().text()),
        new Column<>("unit", ColumnType.TEXT, row -> row.sample.unit().text()),
        new Column<>("units", ColumnType.INT, row -> row.sample.units()),
        new Column<>("trials", ColumnType.INT, row -> row.sample.trials()),
        new Column<>("missing_trials", ColumnType.INT, row -> row.sample.missing()));
  }

  private static Column<ImportanceRow, Double> number(
      String name, ToDoubleFunction<ImportanceRow> value) {
    return new Column<>(
        name,
        ColumnType.DOUBLE,
        row -> {
          double number = value.applyAsDouble(row);
          return Double.isFinite(number) ? (Double) number : null;
        });
  }
}
