package io.facesweep.tables;

import io.facesweep.store.Measures;
import io.facesweep.store.StoredTrial;
import io.facesweep.store.ViewAngle;
import java.util.List;

/**
 * A row of the table of views: what a measure says of one view of a trial.
 *
 * @param value NaN where there is none
 */
record TrialView(StoredTrial trial, String measure, ViewAngle view, double value) {
  static List<Column<TrialView, ?>> columns() {
    return List.of(
        new Column<>("trial_index", ColumnType.INT, row -> row.trial.index()),
        new Column<>("trial_id", ColumnType.TEXT, row -> row.trial.id()),
        new Column<>("azimuth", ColumnType.DOUBLE, row -> row.view.azimuth()),
        new Column<>("elevation", ColumnType.DOUBLE, row -> row.view.elevation()),
        new Column<>("measure", ColumnType.TEXT, TrialView::measure),
        new Column<>(
            "value",
            ColumnType.DOUBLE,
            row -> Double.isFinite(row.value) ? (Double) row.value : null));
  }

  /**
   * Writes the views of a stage for each of the trials that end with it.
   *
   * @return how many rows
   */
  static long write(Measures measures, List<StoredTrial> trials, TableFile<TrialView> table) {
    long rows = 0;
    for (StoredTrial trial : trials) {
      for (var measure : measures.views().entrySet()) {
        for (var view : measure.getValue().entrySet()) {
          table.write(new TrialView(trial, measure.getKey(), view.getKey(), view.getValue()));
          rows++;
        }
      }
    }
    return rows;
  }
}
