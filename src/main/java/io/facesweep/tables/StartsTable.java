package io.facesweep.tables;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns of the table of starts: one row a trial, with what was measured of it before its
 * first step.
 */
final class StartsTable {
  private StartsTable() {}

  /**
   * @param metrics by which trials can be compared
   */
  static List<Column<TrialRow, ?>> columns(List<Measure> metrics) {
    List<Column<TrialRow, ?>> columns = new ArrayList<>();
    columns.add(new Column<>("trial_index", ColumnType.INT, row -> row.trial().index()));
    columns.add(new Column<>("trial_id", ColumnType.TEXT, row -> row.trial().id()));
    columns.add(new Column<>("start", ColumnType.TEXT, row -> row.trial().start()));
    columns.add(new Column<>("is_known", ColumnType.BOOLEAN, row -> !row.start().isEmpty()));
    metrics.forEach(metric -> columns.add(metric.toStartColumn()));
    return columns;
  }
}
