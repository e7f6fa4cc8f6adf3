package io.facesweep.tables;

import io.facesweep.plan.StageKind;
import io.facesweep.store.Json;
import io.facesweep.store.RecordJson;
import io.facesweep.store.SettingsColumns;
import io.facesweep.store.StepRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A row of the table of steps: one step of one stage, once for all the trials that share it. */
record StageSteps(StageKind kind, String stage, StepRow step) {
  /** Terms with a column of their own; others are in {@code other_terms}, as JSON. */
  private static final List<String> TERMS =
      List.of(
          "l2",
          "symmetry",
          "smoothness",
          "prior-gradient-norm",
          "prior-weight",
          "yuv-gradient-norm",
          "parameter-gradient-norm",
          "coefficient-gradient-norm",
          "learning-rate");

  static List<Column<StageSteps, ?>> columns() {
    List<Column<StageSteps, ?>> columns = new ArrayList<>();
    columns.add(new Column<>("kind", ColumnType.TEXT, row -> RecordJson.text(row.kind)));
    columns.add(new Column<>("stage", ColumnType.TEXT, StageSteps::stage));
    columns.add(new Column<>("phase", ColumnType.TEXT, row -> row.step.phase()));
    columns.add(new Column<>("step", ColumnType.INT, row -> row.step.step()));
    columns.add(new Column<>("timestep", ColumnType.LONG, row -> row.step.timestep()));
    columns.add(new Column<>("gradient_norm", ColumnType.DOUBLE, row -> row.step.gradientNorm()));
    columns.add(new Column<>("non_finite", ColumnType.LONG, row -> row.step.nonFinite()));
    columns.add(new Column<>("seconds", ColumnType.DOUBLE, row -> row.step.seconds()));
    columns.add(new Column<>("azimuth", ColumnType.DOUBLE, row -> row.step.azimuth()));
    columns.add(new Column<>("elevation", ColumnType.DOUBLE, row -> row.step.elevation()));
    columns.add(new Column<>("view", ColumnType.TEXT, row -> row.step.view()));
    for (String term : TERMS) {
      String name = SettingsColumns.snakeCase(term);
      columns.add(new Column<>(name, ColumnType.DOUBLE, row -> row.step.terms().get(term)));
    }
    columns.add(new Column<>("other_terms", ColumnType.TEXT, StageSteps::otherTerms));
    return columns;
  }

  private @Nullable String otherTerms() {
    if (TERMS.containsAll(step.terms().keySet())) {
      return null; // as usual
    }
    Map<String, Double> others = new TreeMap<>(step.terms());
    TERMS.forEach(others::remove);
    return Json.compact(Json.map(others, Json::number));
  }
}
