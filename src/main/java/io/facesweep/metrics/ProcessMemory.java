package io.facesweep.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process takes. */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /** The most that the process has held: resident memory on Linux, elsewhere the Java heap only. */
  public static long peakBytes() {
    if (!Files.isReadable(STATUS)) {
      return ManagementFactory.getMemoryPoolMXBeans().stream()
          .map(MemoryPoolMXBean::getPeakUsage)
          .mapToLong(usage -> usage.getUsed())
          .sum();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("Cannot find VmHWM in " + STATUS));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s: %s".formatted(STATUS, e.getMessage()), e);
    }
  }
}
