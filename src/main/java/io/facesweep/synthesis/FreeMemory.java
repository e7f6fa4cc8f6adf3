package io.facesweep.synthesis;

import io.facesweep.tensor.Device;
import io.facesweep.tensor.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** How much memory is left for what nets compute. */
final class FreeMemory {
  private static final Path MACHINE = Path.of("/proc/meminfo");
  private static final Path GROUP = Path.of("/sys/fs/cgroup");

  private FreeMemory() {}

  /**
   * Returns the bytes that could be taken now; empty where the system does not tell. On the CPU it
   * is what does not make the machine swap, within the limit of this process's control group.
   * There, and on a GPU that only nvidia-smi tells of, this process gives back first what it only
   * keeps for later.
   */
  static OptionalLong of(Device device) {
    if (!device.isCuda()) {
      Torch.releaseCachedMemory();
      return of(MACHINE, GROUP);
    }
    OptionalLong free = Torch.freeMemory(device);
    if (free.isPresent()) {
      return free;
    }
    Torch.releaseCachedMemory();
    return NvidiaSmi.INSTANCE.freeBytes(device.cudaIndex());
  }

  /**
   * The same, but on the CPU nothing is given back where so many bytes are free without: the next
   * step would take it again, page by page.
   */
  static OptionalLong of(Device device, long enough) {
    OptionalLong free = device.isCuda() ? OptionalLong.empty() : of(MACHINE, GROUP);
    return free.orElse(0) >= enough ? free : of(device);
  }

  static OptionalLong of(Path machine, Path group) {
    OptionalLong available = available(machine);
    OptionalLong limit = number(group.resolve("memory.max"));
    OptionalLong used = number(group.resolve("memory.current"));
    if (limit.isPresent() && used.isPresent()) {
      long left = Math.max(0, limit.getAsLong() - used.getAsLong());
      return OptionalLong.of(Math.min(left, available.orElse(Long.MAX_VALUE)));
    }
    return available;
  }

  private static OptionalLong available(Path machine) {
    return lines(machine).stream()
        .filter(line -> line.startsWith("MemAvailable:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst();
  }

  /** The number in a file; empty for the word {@code max}. */
  private static OptionalLong number(Path file) {
    return lines(file).stream()
        .filter(line -> line.matches("\\d+"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of(); // it does not tell
    }
  }
}
