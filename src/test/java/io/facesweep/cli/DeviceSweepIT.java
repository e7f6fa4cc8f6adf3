package io.facesweep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.tensor.DeviceDouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep on Spark, its tables and its report, on a device that is not there. */
class DeviceSweepIT {
  @TempDir private Path root;

  @Test
  void sweepsOnTheDevice() throws IOException {
    Path family = Console.golden().resolve("sd15-like");
    Path file = root.resolve("sweep.conf");
    Path output = root.resolve("output");
    Files.writeString(
        file,
        """
        sweep { name = device, prompts = ["an old man"], axes { texture.depth-control = [false, true] } }
        trial {
          geometry { steps = 2, resolution = 32, encode-resolution = 32 }
          texture { steps = 2, latent-steps = 1, resolution = 32, render-resolution = 32 }
        }
        models { diffusion = "%s", depth-controlnet = "%s", dtype = float32 }
        output.uri = "%s"
        metrics.resolution = 32
        run.save { views = 1, view-resolution = 32, animation-frames = 2 }
        """
            .formatted(family.resolve("model"), family.resolve("controlnet"), output));
    try (DeviceDouble device = DeviceDouble.open()) {
      succeeds("run", file.toString(), "--master", "local[1]");
      succeeds("report", file.toString());
    }
    assertThat(names(output)).contains("index.html").anyMatch(name -> name.endsWith(".parquet"));
    try (Stream<Path> records = Files.walk(output.resolve("stages"))) {
      List<Path> all = records.filter(path -> path.endsWith("record.json")).toList();
      assertThat(all)
          .hasSize(3)
          .allSatisfy(record -> assertThat(record).content().contains("cuda:0"));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static void succeeds(String... command) {
    Console console = new Console();
    assertThat(console.run(command)).as(console.err()).isEqualTo(FaceSweep.OK);
  }
}
