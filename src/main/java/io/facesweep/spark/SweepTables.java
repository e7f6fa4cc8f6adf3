package io.facesweep.spark;

import io.facesweep.config.SweepConfig;
import io.facesweep.store.StageStore;
import io.facesweep.tables.StartComparison;
import io.facesweep.tables.Tables;
import java.util.ArrayList;
import java.util.List;

/** The tables of a sweep without running it. */
public final class SweepTables {
  private SweepTables() {}

  /**
   * Rebuilds them from the records in the sweep's output.
   *
   * @return a few lines for people
   * @throws io.facesweep.UserException if the sweep was never run, or its output cannot be reached
   */
  public static String rebuild(SweepConfig config) {
    StageStore store = OutputStore.open(config);
    Tables.Summary tables = Tables.rebuild(store, config.sweep().name());
    List<String> lines = new ArrayList<>();
    lines.add(
        "Sweep %s: %d of %d trials done, %d failed, %d not run; %d steps, %d assets"
            .formatted(
                config.sweep().name(),
                tables.done(),
                tables.trials(),
                tables.failed(),
                tables.trials() - tables.done() - tables.failed(),
                tables.steps(),
                tables.assets()));
    lines.addAll(StartComparison.lines(tables.starts()));
    if (tables.withoutStart() > 0) {
      lines.add(
          "The start of %d trials is not known: whether doing nothing scores better cannot be said (facesweep measure measures it)"
              .formatted(tables.withoutStart()));
    }
    lines.addAll(tables.problems());
    lines.add("Tables: " + tables.uri());
    return String.join(System.lineSeparator(), lines);
  }
}
