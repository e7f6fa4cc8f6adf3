package io.facesweep.report;

import io.facesweep.analysis.Effect;
import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.metrics.Metric.Standing;
import io.facesweep.metrics.Metrics;
import io.facesweep.tables.Comparison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A number that trials of a report have.
 *
 * @param name in snake_case
 * @param unit of its values
 * @param direction which end is better
 * @param isJudged whether it says how good a trial is, and not what it cost or how well its own
 *     model likes it
 * @param definition in words
 */
record Measured(
    String name, String unit, Direction direction, boolean isJudged, String definition) {
  private static final String COST = "cost_seconds";

  /** Returns what any trial has: metrics in their own order, others by name, then the cost. */
  static List<Measured> of(SweepData data) {
    return of(List.of(data));
  }

  /** Returns what any trial of any of the sweeps has. */
  static List<Measured> of(List<SweepData> sweeps) {
    Set<String> names = new LinkedHashSet<>();
    Map<String, Direction> directions = new HashMap<>();
    for (SweepData data : sweeps) {
      data.trials().forEach(trial -> names.addAll(trial.metrics().keySet()));
      for (Effect effect : data.effects()) {
        Comparison comparison = effect.row().comparison();
        directions.put(comparison.metric(), comparison.direction());
      }
    }
    List<Measured> measures = new ArrayList<>();
    for (Metric metric : Metrics.ALL) {
      if (names.remove(metric.name())) {
        measures.add(of(metric, directions));
      }
    }
    names.stream()
        .sorted()
        .map(
            name ->
                Metrics.named(name)
                    .map(metric -> of(metric, directions))
                    .orElseGet(() -> new Measured(name, "", Direction.NEUTRAL, true, "")))
        .forEach(measures::add);
    measures.add(
        new Measured(
            COST,
            "seconds",
            Direction.LOWER_IS_BETTER,
            false,
            "Device seconds, those of a shared stage divided among the trials that have it."));
    return measures;
  }

  private static Measured of(Metric metric, Map<String, Direction> directions) {
    return new Measured(
        metric.name(),
        metric.unit(),
        directions.getOrDefault(metric.name(), metric.direction()),
        metric.standing() == Standing.JUDGED,
        metric.definition());
  }

  /** Returns a trial's value; NaN for none. */
  double of(ReportTrial trial) {
    return name.equals(COST) ? trial.cost() : trial.metrics().getOrDefault(name, Double.NaN);
  }
}
