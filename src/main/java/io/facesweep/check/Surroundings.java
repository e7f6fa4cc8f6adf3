package io.facesweep.check;

import io.facesweep.tensor.Device;
import io.facesweep.tensor.Torch;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Versions, devices and variables: what a result of a check depends on. */
final class Surroundings {
  private static final List<String> PREFIXES =
      List.of("PYTORCH_", "CUDA_VISIBLE_", "DJL_", "OMP_", "ONEDNN_");
  private static final long MEBIBYTE = 1L << 20;

  private Surroundings() {}

  /**
   * What can be said before libtorch is loaded, by name.
   *
   * @param version of FaceSweep
   */
  static Map<String, String> ofProcess(String version, Map<String, String> environment) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("FaceSweep", version);
    facts.put("Java", "%s (%s)".formatted(property("java.version"), property("java.vendor")));
    facts.put(
        "system",
        "%s %s %s, %d processors"
            .formatted(
                property("os.name"),
                property("os.version"),
                property("os.arch"),
                Runtime.getRuntime().availableProcessors()));
    facts.put("memory", memory());
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (PREFIXES.stream().anyMatch(name::startsWith)) {
                facts.put(name, value);
              }
            });
    return facts;
  }

  /** What libtorch says of itself, which loads it. */
  static Map<String, String> ofLibrary() {
    Map<String, String> facts = new LinkedHashMap<>();
    Torch.Origin origin = Torch.origin();
    facts.put("libtorch", "%s, by DJL %s".formatted(origin.version(), origin.djl()));
    facts.put("natives", origin.folder());
    facts.put("threads", "%d for an operator".formatted(Torch.threads()));
    int count = Torch.cudaDeviceCount();
    facts.put("CUDA devices", Integer.toString(count));
    for (int index = 0; index < count; index++) {
      OptionalLong free = Torch.freeMemory(Device.cuda(index));
      facts.put(
          "cuda:" + index,
          free.isPresent()
              ? "%d MiB free".formatted(free.getAsLong() / MEBIBYTE)
              : "free memory unknown (docs/pytorch.md says how to know it)");
    }
    return facts;
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static String memory() {
    String heap = "heap of at most %d MiB".formatted(Runtime.getRuntime().maxMemory() / MEBIBYTE);
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? "%d MiB, %s".formatted(machine.getTotalMemorySize() / MEBIBYTE, heap)
        : heap;
  }
}
