package io.facesweep.bench;

import com.sun.management.OperatingSystemMXBean;
import io.facesweep.tensor.TensorScope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Takes medians of warm runs, by the rules of the PyTorch benchmark that it is compared with: a
 * sample lasts at least 0.3 s, and counts where other processes used less than 5 % of the machine
 * meanwhile.
 */
final class Stopwatch {
  private static final double SHORTEST = 0.3;
  private static final double NOISE = 0.05;
  private static final double TICKS_PER_SECOND = 100;

  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final int warmup;
  private final int repeats;
  private final int tries;

  private record Sample(double wall, double cpu) {}

  /**
   * @param warmup runs that are not timed
   * @param repeats quiet samples wanted
   * @param tries samples taken at most
   */
  Stopwatch(int warmup, int repeats, int tries) {
    this.warmup = warmup;
    this.repeats = repeats;
    this.tries = Math.max(tries, repeats);
  }

  /** Times {@code body}, each run in a tensor scope of its own; a line of JSON. */
  String measure(String what, Runnable body) {
    for (int i = 0; i < warmup; i++) {
      once(body);
    }
    List<Sample> quiet = new ArrayList<>();
    List<Sample> all = new ArrayList<>();
    while (all.size() < tries && quiet.size() < repeats) {
      OptionalDouble machineBefore = machineSeconds();
      double cpuBefore = process.getProcessCpuTime() * 1e-9;
      long start = System.nanoTime();
      int runs = 0;
      double wall;
      do {
        once(body);
        runs++;
        wall = (System.nanoTime() - start) * 1e-9;
      } while (wall < SHORTEST);
      double cpu = process.getProcessCpuTime() * 1e-9 - cpuBefore;
      OptionalDouble machineAfter = machineSeconds();
      double others =
          machineBefore.isPresent() && machineAfter.isPresent()
              ? (machineAfter.getAsDouble() - machineBefore.getAsDouble() - cpu)
                  / (wall * process.getAvailableProcessors())
              : 0;
      Sample sample = new Sample(wall / runs, cpu / runs);
      all.add(sample);
      if (others < NOISE) {
        quiet.add(sample);
      }
    }
    boolean enough = quiet.size() >= Math.min(3, repeats);
    List<Sample> used = enough ? quiet : all;
    return String.format(
        Locale.ROOT,
        "{\"what\": \"%s\", \"median_ms\": %.2f, \"min_ms\": %.2f, \"median_cpu_ms\": %.2f,"
            + " \"samples\": %d, \"quiet_machine\": %b, \"disturbed_samples\": %d}",
        what,
        1e3 * median(used, Sample::wall),
        1e3 * used.stream().mapToDouble(Sample::wall).min().orElseThrow(),
        1e3 * median(used, Sample::cpu),
        used.size(),
        enough,
        all.size() - quiet.size());
  }

  private static void once(Runnable body) {
    try (TensorScope scope = TensorScope.open()) {
      body.run();
    }
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
    double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Seconds that all processes of the machine have computed so far; empty where unknown. */
  private static OptionalDouble machineSeconds() {
    try {
      String[] ticks = Files.readAllLines(Path.of("/proc/stat")).get(0).trim().split("\\s+");
      double sum = 0;
      for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
        sum += Double.parseDouble(ticks[i]);
      }
      return OptionalDouble.of(sum / TICKS_PER_SECOND);
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  /** A line of /proc/self/status in MiB, such as VmRSS or VmHWM; 0 where there is none. */
  static long mebibytes(String key) {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(key + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
