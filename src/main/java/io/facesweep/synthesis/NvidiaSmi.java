package io.facesweep.synthesis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks {@code nvidia-smi} how much memory a GPU has left, for native libraries that cannot tell
 * themselves. What it does not tell is unknown; the log says so once, and it is not asked again.
 */
final class NvidiaSmi {
  private static final Logger LOG = LoggerFactory.getLogger(NvidiaSmi.class);

  /** The one of this machine. */
  static final NvidiaSmi INSTANCE =
      new NvidiaSmi(
          List.of(
              "nvidia-smi",
              "--query-gpu=index,uuid,name,memory.free",
              "--format=csv,noheader,nounits"),
          System.getenv());

  private static final long PATIENCE_SECONDS = 20;
  private static final long MEBIBYTE = 1L << 20;

  private final List<String> command;
  private final Map<String, String> environment;
  private final AtomicBoolean hasFailed = new AtomicBoolean();

  /**
   * @param command that writes what {@link #freeBytes(String, int, String, String)} reads
   * @param environment of CUDA
   */
  NvidiaSmi(List<String> command, Map<String, String> environment) {
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
  }

  /**
   * Free bytes of a device; empty where unknown.
   *
   * @param cudaIndex as CUDA counts the devices of this process
   */
  OptionalLong freeBytes(int cudaIndex) {
    if (hasFailed.get()) {
      return OptionalLong.empty();
    }
    try {
      OptionalLong free =
          freeBytes(
              output(),
              cudaIndex,
              environment.get("CUDA_VISIBLE_DEVICES"),
              environment.get("CUDA_DEVICE_ORDER"));
      if (free.isEmpty()) {
        fail("nvidia-smi does not tell which GPU is cuda:%d".formatted(cudaIndex));
      }
      return free;
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return OptionalLong.empty();
  }

  private void fail(String reason) {
    if (!hasFailed.getAndSet(true)) {
      LOG.warn(
          "Free GPU memory is unknown ({}): batches are not cut to fit before they run, only once"
              + " memory runs out",
          reason);
    }
  }

  private String output() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      // a few lines: they fit into the pipe, so it ends whether or not they are read
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("nvidia-smi took longer than %d s".formatted(PATIENCE_SECONDS));
      }
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      if (process.exitValue() != 0) {
        throw new IOException(
            "nvidia-smi ended with code %d: %s"
                .formatted(process.exitValue(), output.lines().findFirst().orElse("")));
      }
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  /** A line of its output. */
  private record Gpu(String index, String uuid, String name, String freeMebibytes) {
    private static Optional<Gpu> of(String line) {
      String[] fields = line.trim().split("\\s*,\\s*");
      return fields.length == 4
          ? Optional.of(new Gpu(fields[0], fields[1], fields[2], fields[3]))
          : Optional.empty();
    }

    /** A number alone: a driver that does not know, or must not say, writes words in brackets. */
    private OptionalLong freeBytes() {
      return freeMebibytes.matches("\\d{1,9}")
          ? OptionalLong.of(Long.parseLong(freeMebibytes) * MEBIBYTE)
          : OptionalLong.empty();
    }

    private boolean isNamed(String device) {
      // CUDA takes the beginning of a UUID for the whole
      return device.equals(index)
          || (device.startsWith("GPU-")
              && uuid.toLowerCase(Locale.ROOT).startsWith(device.toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Finds a device in the output.
   *
   * @param output lines of index, UUID, name and free MiB
   * @param visible the value of {@code CUDA_VISIBLE_DEVICES}: indices or UUIDs, which CUDA counts
   *     from 0 in this order
   * @param order the value of {@code CUDA_DEVICE_ORDER}; unless it is {@code PCI_BUS_ID}, CUDA
   *     counts the fastest device first, so that numbers say nothing where models differ
   */
  static OptionalLong freeBytes(
      String output, int cudaIndex, @Nullable String visible, @Nullable String order) {
    List<Gpu> gpus = new ArrayList<>();
    output.lines().forEach(line -> Gpu.of(line).ifPresent(gpus::add));
    String device = Integer.toString(cudaIndex);
    if (visible != null) {
      List<String> devices = List.of(visible.trim().split("\\s*,\\s*"));
      if (cudaIndex >= devices.size()) {
        return OptionalLong.empty();
      }
      device = devices.get(cudaIndex);
    }
    boolean isCountedAlike =
        "PCI_BUS_ID".equals(order) || gpus.stream().map(Gpu::name).distinct().count() == 1;
    if (device.matches("\\d+") && !isCountedAlike) {
      return OptionalLong.empty();
    }
    for (Gpu gpu : gpus) {
      if (gpu.isNamed(device)) {
        return gpu.freeBytes();
      }
    }
    return OptionalLong.empty();
  }
}
