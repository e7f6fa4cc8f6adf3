package io.facesweep.bench;

import io.facesweep.report.SimulatedSweep;
import io.facesweep.report.SweepReport;
import io.facesweep.store.StageStore;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Writes the output of a sweep that never ran, tables, files and report: {@code SimulatedOutput
 * out/simulated}. The notebooks are shown on it.
 */
public final class SimulatedOutput {
  private SimulatedOutput() {}

  public static void main(String[] arguments) {
    StageStore store = StageStore.open(arguments[0], new Configuration());
    new SimulatedSweep()
        .prompts(
            List.of(
                "a man with black hair",
                "a woman with red hair",
                "an old man with white hair and a beard",
                "a young woman with blond hair",
                "a bald man with dark skin",
                "a woman with brown hair and pale skin",
                "a man with a blond beard",
                "a woman with grey hair and tan skin"))
        .seeds(2)
        .failEvery(41)
        .write(store);
    System.out.println(SweepReport.write(store, "simulated").index());
  }
}
