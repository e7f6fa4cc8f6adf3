package io.facesweep.report;

import com.google.gson.stream.JsonWriter;
import io.facesweep.tables.ImportanceRow;
import io.facesweep.tables.VarianceSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what was measured of trials, at their end and before their first step. */
final class ExploreMeasures {
  private final TrialColumns columns;
  private final JsonWriter json;
  private final SweepData data;
  private final List<Measured> measures;

  private ExploreMeasures(TrialColumns columns, SweepData data) {
    this.columns = columns;
    this.json = columns.json();
    this.data = data;
    this.measures = Measured.of(data);
  }

  static void write(TrialColumns columns, SweepData data) throws IOException {
    ExploreMeasures measures = new ExploreMeasures(columns, data);
    measures.measures();
    measures.starts();
  }

  private void measures() throws IOException {
    json.name("measures").beginArray();
    for (Measured measure : measures) {
      json.beginObject().name("name").value(measure.name()).name("unit").value(measure.unit());
      json.name("better").value(measure.direction().text());
      json.name("definition").value(measure.definition());
      json.name("judged").value(measure.isJudged()).name("explained");
      columns.number(explained(measure.name()));
      json.endObject();
    }
    json.endArray().name("values").beginArray();
    for (Measured measure : measures) {
      json.beginArray();
      for (ReportTrial trial : data.trials()) {
        columns.number(measure.of(trial));
      }
      json.endArray();
    }
    json.endArray();
  }

  /** How much of a measure's variance the factors explain, alone and two together; NaN for none. */
  private double explained(String metric) {
    return data.importance().stream()
        .filter(row -> row.metric().equals(metric))
        .filter(
            row ->
                row.source() == VarianceSource.FACTOR || row.source() == VarianceSource.INTERACTION)
        .mapToDouble(ImportanceRow::share)
        .reduce(Double::sum)
        .orElse(Double.NaN);
  }

  /** What was measured before the first step, once for all the trials that begin there. */
  private void starts() throws IOException {
    Map<Map<String, Double>, Integer> starts = new LinkedHashMap<>();
    columns.column(
        "start",
        trial ->
            trial.row().start().isEmpty()
                ? -1
                : starts.computeIfAbsent(trial.startMetrics(), s -> starts.size()));
    json.name("starts").beginArray();
    for (Map<String, Double> start : starts.keySet()) {
      json.beginArray();
      for (Measured measure : measures) {
        columns.number(start.getOrDefault(measure.name(), Double.NaN));
      }
      json.endArray();
    }
    json.endArray();
  }
}
