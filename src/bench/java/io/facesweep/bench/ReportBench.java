package io.facesweep.bench;

import com.sun.management.OperatingSystemMXBean;
import io.facesweep.report.LiveReport;
import io.facesweep.report.SimulatedSweep;
import io.facesweep.report.SweepReport;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.SweepFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;

/**
 * Time and memory of the report of a simulated sweep: {@code ReportBench FOLDER 63} writes one of
 * 63 prompts, 504 trials, to a folder if it is not there, and its report. {@code ReportBench FOLDER
 * 63 live} writes the report as a run does, first of all stages but some, then with one of those
 * more at a time: {@code rebuild_s} is what one new stage takes. Prints one JSON object; {@code
 * peak_heap_mb} is the most that the heap held before a collection of garbage.
 */
public final class ReportBench {
  private static final int STEPS = 200;
  private static final int FAIL_EVERY = 97;
  private static final int LOOKS = 32;
  private static final int REBUILDS = 6;
  private static final String SWEEP = "simulated";

  private ReportBench() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    StageStore store = StageStore.open(arguments[0], new Configuration());
    if (!Files.exists(folder.resolve("sweeps").resolve(SWEEP).resolve("plan.json"))) {
      new SimulatedSweep()
          .prompts(Integer.parseInt(arguments[1]))
          .seeds(1)
          .failEvery(FAIL_EVERY)
          .steps(STEPS)
          .looks(LOOKS)
          .write(store);
    }
    try (HeapUse heap = HeapUse.watch()) {
      if (arguments.length > 2) {
        live(folder, store, heap);
      } else {
        whole(store, heap);
      }
    }
  }

  private static void whole(StageStore store, HeapUse heap) {
    double cpu = cpuSeconds();
    long start = System.nanoTime();
    SweepReport.Summary summary = SweepReport.write(store, SWEEP);
    System.out.printf(
        Locale.ROOT,
        "{\"trials\": %d, \"seconds\": %.2f, \"cpu_s\": %.1f, \"peak_heap_mb\": %d,"
            + " \"index\": \"%s\"}%n",
        summary.trials(),
        since(start),
        cpuSeconds() - cpu,
        heap.peak() >> 20,
        summary.index());
  }

  private static void live(Path folder, StageStore store, HeapUse heap) throws IOException {
    StoredSweep sweep = new SweepFolder(store, SWEEP).read();
    Path stages = folder.resolve("stages/texture");
    Path aside = Files.createDirectories(folder.resolve("aside"));
    List<String> last =
        sweep.trials().subList(sweep.trials().size() - REBUILDS, sweep.trials().size()).stream()
            .map(trial -> Objects.requireNonNull(trial.textureStage()))
            .toList();
    for (String stage : last) {
      Files.move(stages.resolve(stage), aside.resolve(stage));
    }
    List<String> rebuilds = new ArrayList<>();
    double cpu = 0;
    double first;
    try (LiveReport report = new LiveReport()) {
      long start = System.nanoTime();
      report.write(store, sweep, null);
      first = since(start);
      for (String stage : last) {
        Files.move(aside.resolve(stage), stages.resolve(stage));
        double cpuBefore = cpuSeconds();
        long begin = System.nanoTime();
        report.write(store, sweep, null);
        rebuilds.add("%.2f".formatted(since(begin)));
        cpu = cpuSeconds() - cpuBefore;
      }
    } finally {
      for (String stage : last) {
        if (Files.exists(aside.resolve(stage))) {
          Files.move(aside.resolve(stage), stages.resolve(stage));
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "{\"trials\": %d, \"first_s\": %.2f, \"rebuild_s\": [%s], \"last_rebuild_cpu_s\": %.2f,"
            + " \"peak_heap_mb\": %d}%n",
        sweep.trials().size(),
        first,
        String.join(", ", rebuilds),
        cpu,
        heap.peak() >> 20);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}
