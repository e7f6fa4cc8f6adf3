package io.facesweep.bench;

import io.facesweep.report.SimulatedSweep;
import io.facesweep.report.SweepReport;
import io.facesweep.store.StageStore;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * Time and memory of the report of a simulated sweep: {@code ReportBench FOLDER 63} writes one of
 * 63 prompts, 504 trials, to a folder if it is not there, and its report. Prints one JSON object.
 */
public final class ReportBench {
  private ReportBench() {}

  public static void main(String[] arguments) {
    StageStore store = StageStore.open(arguments[0], new Configuration());
    int prompts = Integer.parseInt(arguments[1]);
    if (!java.nio.file.Files.exists(
        java.nio.file.Path.of(arguments[0], "sweeps/simulated/plan.json"))) {
      new SimulatedSweep().prompts(prompts).seeds(1).failEvery(97).steps(200).write(store);
    }
    long start = System.nanoTime();
    SweepReport.Summary summary = SweepReport.write(store, "simulated");
    System.out.printf(
        Locale.ROOT,
        "{\"trials\": %d, \"seconds\": %.2f, \"index\": \"%s\"}%n",
        summary.trials(),
        (System.nanoTime() - start) / 1e9,
        summary.index());
  }
}
