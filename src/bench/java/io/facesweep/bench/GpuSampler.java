package io.facesweep.bench;

import io.facesweep.tensor.Device;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What nvidia-smi says of a GPU every 100 ms: memory in use, and whether it computes. */
final class GpuSampler implements AutoCloseable {
  private static final String PERIOD = "100";

  private record Sample(long nanos, double utilisation, long mebibytes) {}

  /**
   * What was seen between two moments.
   *
   * @param idlePercent of the time no kernel ran; NaN if nothing was seen
   * @param peakMebibytes in use at most, by all processes; 0 if nothing was seen
   */
  record Seen(double idlePercent, long peakMebibytes) {}

  private final @Nullable Process process;
  private final List<Sample> samples = new ArrayList<>();

  private GpuSampler(@Nullable Process process) {
    this.process = process;
  }

  /** Starts to look; at nothing on a CPU, or where there is no nvidia-smi. */
  static GpuSampler start(Device device) {
    if (!device.isCuda()) {
      return new GpuSampler(null);
    }
    try {
      Process process =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=utilization.gpu,memory.used",
                  "--format=csv,noheader,nounits",
                  "-i",
                  Integer.toString(device.cudaIndex()),
                  "-lms",
                  PERIOD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      GpuSampler sampler = new GpuSampler(process);
      Thread reader = new Thread(() -> sampler.read(process), "nvidia-smi");
      reader.setDaemon(true);
      reader.start();
      return sampler;
    } catch (IOException e) {
      System.err.println("Cannot start nvidia-smi: " + e.getMessage());
      return new GpuSampler(null);
    }
  }

  private void read(Process source) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(source.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(",");
        if (parts.length == 2 && parts[1].strip().matches("\\d+")) {
          double utilisation =
              parts[0].strip().matches("\\d+") ? Integer.parseInt(parts[0].strip()) : Double.NaN;
          add(new Sample(System.nanoTime(), utilisation, Long.parseLong(parts[1].strip())));
        }
      }
    } catch (IOException e) {
      System.err.println("Cannot read nvidia-smi any more: " + e.getMessage());
    }
  }

  private synchronized void add(Sample sample) {
    samples.add(sample);
  }

  /** Memory that was in use when it was last looked at; 0 if never. */
  synchronized long mebibytes() {
    return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).mebibytes();
  }

  /** Waits until all that has happened by now has been looked at. */
  void await() {
    try {
      Thread.sleep(3L * Integer.parseInt(PERIOD));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was seen since {@link System#nanoTime()} was {@code start}. */
  synchronized Seen since(long start) {
    List<Sample> seen = samples.stream().filter(sample -> sample.nanos() >= start).toList();
    return new Seen(
        100 - seen.stream().mapToDouble(Sample::utilisation).average().orElse(Double.NaN),
        seen.stream().mapToLong(Sample::mebibytes).max().orElse(0));
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
  }
}
