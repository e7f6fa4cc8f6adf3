package io.facesweep.run;

import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metrics;
import io.facesweep.metrics.NamedMetrics;
import io.facesweep.plan.PromptPrecision;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StepRow;
import io.facesweep.synthesis.SynthesisPhase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The measures of one trial, from the records of its stages. */
final class TrialMeasures {
  private static final String GEOMETRY = SynthesisPhase.GEOMETRY.text();

  private TrialMeasures() {}

  /**
   * Returns those of the last stage that has them, as the table of trials does; non-finite
   * gradients are counted over all stages.
   *
   * @param records of the trial's stages, in their order
   * @param steps of all of them
   * @return in the order of {@link Metrics#ALL}
   */
  static Map<Metric, Double> of(
      PlannedTrial planned, List<StageRecord> records, List<StepRow> steps) {
    Map<String, Double> values = new TreeMap<>();
    records.forEach(record -> add(planned, record, values));
    values.put(
        Metrics.NON_FINITE.name(), (double) steps.stream().mapToLong(StepRow::nonFinite).sum());
    for (Stage stage : planned.stages()) {
      boolean isGeometry = stage.kind() == StageKind.GEOMETRY;
      values.put(
          (isGeometry ? Metrics.GEOMETRY_SECONDS : Metrics.TEXTURE_SECONDS).name(),
          steps.stream()
              .filter(step -> step.phase().equals(GEOMETRY) == isGeometry)
              .mapToDouble(StepRow::seconds)
              .sum());
    }
    return inOrder(planned, values);
  }

  private static void add(PlannedTrial planned, StageRecord record, Map<String, Double> values) {
    values.putAll(record.metrics());
    String own = planned.trial().promptText();
    record
        .measures()
        .promptErrors()
        .forEach(
            (name, errors) -> {
              Double precision = PromptPrecision.of(errors, planned.prompts(), own);
              if (precision != null) {
                values.put(name, precision);
              }
            });
  }

  private static Map<Metric, Double> inOrder(PlannedTrial planned, Map<String, Double> values) {
    Map<String, Metric.Direction> directions =
        NamedMetrics.directions(planned.config().metrics().better());
    Map<Metric, Double> known = new LinkedHashMap<>();
    values.forEach(
        (name, value) ->
            Metrics.named(name)
                .map(m -> m.directed(directions.getOrDefault(name, m.direction())))
                .ifPresent(metric -> known.put(metric, value)));
    return Metrics.inOrder(known);
  }
}
