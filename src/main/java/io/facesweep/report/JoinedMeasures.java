package io.facesweep.report;

import io.facesweep.analysis.TrialTable;
import io.facesweep.tables.StartComparison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of the trials of several sweeps, before their first step and at their end.
 *
 * @param measures that any sweep has
 * @param trials of all sweeps
 */
record JoinedMeasures(List<Measured> measures, JoinedTrials trials) {
  static JoinedMeasures of(List<SweepData> parts, JoinedTrials trials) {
    return new JoinedMeasures(Measured.of(parts), trials);
  }

  /** Returns the values at the end, as the analysis takes them. */
  TrialTable table() {
    TrialTable.Builder table =
        new TrialTable.Builder(trials.factors(), measures.stream().map(Measured::name).toList());
    measures.forEach(measure -> table.direct(measure.name(), measure.direction()));
    for (ReportTrial trial : trials.all()) {
      table.add(
          trial.prompt(),
          trial.seed(),
          trial.levels().toArray(new String[0]),
          measures.stream().mapToDouble(measure -> measure.of(trial)).toArray());
    }
    return table.build();
  }

  /** Returns whether doing nothing scores better, over the trials of all sweeps. */
  List<StartComparison> starts() {
    List<StartComparison> starts = new ArrayList<>();
    for (Measured measure : measures) {
      Map<String, double[]> byPrompt = new HashMap<>();
      int count = 0;
      for (ReportTrial trial : trials.all()) {
        double end = measure.of(trial);
        double start = trial.startMetrics().getOrDefault(measure.name(), Double.NaN);
        if (Double.isFinite(start) && Double.isFinite(end)) {
          double[] sums = byPrompt.computeIfAbsent(trial.prompt(), p -> new double[3]);
          sums[0] += start;
          sums[1] += end;
          sums[2]++;
          count++;
        }
      }
      if (count > 0) {
        starts.add(
            new StartComparison(
                measure.name(), measure.direction(), count, mean(byPrompt, 0), mean(byPrompt, 1)));
      }
    }
    return starts;
  }

  private static double mean(Map<String, double[]> byPrompt, int part) {
    return byPrompt.values().stream().mapToDouble(s -> s[part] / s[2]).average().orElse(Double.NaN);
  }
}
