package io.facesweep.bench;

import io.facesweep.analysis.SimulatedTrials;
import io.facesweep.analysis.SweepEffects;
import io.facesweep.analysis.TrialTable;
import io.facesweep.tables.EffectRow;
import java.util.List;
import java.util.Locale;

/**
 * Time of the analysis of simulated trials with 3 factors and 16 metrics: {@code AnalysisBench
 * 100000}. Prints one JSON object.
 */
public final class AnalysisBench {
  private AnalysisBench() {}

  public static void main(String[] arguments) {
    int trials = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    TrialTable table = SimulatedTrials.large(trials, 1);
    long start = System.nanoTime();
    List<EffectRow> rows = SweepEffects.of(table);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "{\"trials\": %d, \"prompts\": %d, \"effects\": %d, \"seconds\": %.2f}%n",
        trials,
        table.prompts(),
        rows.size(),
        seconds);
  }
}
