package io.facesweep.bench;

import com.sun.management.OperatingSystemMXBean;
import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.CheckpointSource;
import io.facesweep.diffusion.LoraFile;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Opens a checkpoint twice and says what that takes: seconds, of the clock and of processors, and
 * the most memory beside what the process had. The second time the files are in the system's cache.
 */
@Command(
    name = "OpenBench",
    mixinStandardHelpOptions = true,
    description = "Opens a snapshot or a single file on the CPU; prints a line of JSON.")
public final class OpenBench implements Callable<Integer> {
  @Parameters(paramLabel = "PLACE", description = "snapshot directory or single file")
  private Path place = Path.of(".");

  @Option(names = "--parts", description = "what a single file lacks, as models.parts")
  private @Nullable Path parts;

  @Option(names = "--lora", description = "a LoRA to merge; several are several options")
  private List<Path> loras = new ArrayList<>();

  @Option(names = "--type", description = "number format (default: ${DEFAULT-VALUE})")
  private DType type = DType.FLOAT16;

  @Override
  public Integer call() throws IOException {
    CheckpointSource source =
        CheckpointSource.of(place)
            .withLoras(loras.stream().map(file -> new LoraFile(file, 1)).toList());
    source = parts == null ? source : source.withParts(parts);
    try (TensorScope scope = TensorScope.open()) {
      Tensor.of(new float[] {1}, 1).matmul(Tensor.of(new float[] {1}, 1)); // loads the libraries
    }
    long before = Stopwatch.mebibytes("VmRSS");
    Seconds first = open(source);
    long peak = Stopwatch.mebibytes("VmHWM") - before;
    Seconds second = open(source);
    long stored = bytes(place) >> 20;
    System.out.println(
        String.format(
            Locale.ROOT,
            "{\"what\": \"%s\", \"loras\": %d, \"type\": \"%s\", \"stored_mib\": %d, \"peak_mib\": %d, \"peak_to_stored\": %.2f, \"seconds\": [%.2f, %.2f], \"cpu_seconds\": [%.2f, %.2f]}",
            place.getFileName(),
            loras.size(),
            type,
            stored,
            peak,
            (double) peak / stored,
            first.wall(),
            second.wall(),
            first.cpu(),
            second.cpu()));
    return 0;
  }

  private record Seconds(double wall, double cpu) {}

  private Seconds open(CheckpointSource source) {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = process.getProcessCpuTime();
    long start = System.nanoTime();
    Checkpoint.open(source, type, type, Device.CPU).close();
    return new Seconds(
        (System.nanoTime() - start) / 1e9, (process.getProcessCpuTime() - cpu) / 1e9);
  }

  private static long bytes(Path place) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new OpenBench()).execute(arguments));
  }
}
