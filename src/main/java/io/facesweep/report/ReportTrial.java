package io.facesweep.report;

import io.facesweep.analysis.Factor;
import io.facesweep.store.SettingsColumns;
import io.facesweep.tables.Measure;
import io.facesweep.tables.TrialRow;
import io.facesweep.tables.TrialStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A trial as the report shows it.
 *
 * @param row what is known of it
 * @param levels of the factors, in their order
 * @param metrics by name, in order; those that it has
 */
record ReportTrial(TrialRow row, List<String> levels, Map<String, Double> metrics) {
  static ReportTrial of(TrialRow row, List<Factor> factors, List<Measure> measures) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (Measure measure : measures) {
      Double value = measure.value().apply(row);
      if (value != null) {
        metrics.put(measure.name(), value);
      }
    }
    List<String> levels = factors.stream().map(factor -> factor.level(row.trial())).toList();
    return new ReportTrial(row, levels, metrics);
  }

  int index() {
    return row.trial().index();
  }

  String id() {
    return row.trial().id();
  }

  /** Returns what was measured of it before its first step, named as {@link #metrics} is. */
  Map<String, Double> startMetrics() {
    Map<String, Double> start = new LinkedHashMap<>();
    row.start().forEach((name, value) -> start.put(SettingsColumns.snakeCase(name), value));
    return start;
  }

  String prompt() {
    return row.trial().prompt();
  }

  long seed() {
    return row.trial().seed();
  }

  TrialStatus status() {
    return row.status();
  }

  boolean isDone() {
    return status() == TrialStatus.DONE;
  }

  boolean isFailed() {
    return status() == TrialStatus.FAILED;
  }

  /** Returns its device seconds; NaN if it did not run. */
  double cost() {
    Double cost = row.cost();
    return cost == null ? Double.NaN : cost;
  }

  /** Returns the id of its geometry stage; null where it has none. */
  @Nullable String geometryStage() {
    return row.trial().geometryStage();
  }

  /** Returns the id of its texture or joint stage; null where it has none. */
  @Nullable String textureStage() {
    return row.trial().textureStage();
  }

  /** Returns its page, relative to the report's folder. */
  String page() {
    return "trials/%05d.html".formatted(index());
  }

  /** Returns the ids of the stages that it has, geometry first. */
  List<String> stages() {
    return Stream.of(geometryStage(), textureStage()).filter(Objects::nonNull).toList();
  }
}
