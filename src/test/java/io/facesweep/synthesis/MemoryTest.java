package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.TrialSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
  private static final long GIBIBYTE = 1L << 30;

  @Test
  void namesTheLargestBatchThatFits() {
    OptionalLong free = OptionalLong.of(10 * GIBIBYTE);
    MemoryEstimate.requireFit(3, 3 * GIBIBYTE, free);
    assertThatThrownBy(() -> MemoryEstimate.requireFit(4, 3 * GIBIBYTE, free))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot run 4 trials at once: each takes about 3.0 GiB and 10.0 GiB are free, so at"
                + " most 3 fit; set spark.trials-per-task = 3");
    assertThatThrownBy(() -> MemoryEstimate.requireFit(1, 11 * GIBIBYTE, free))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot run a trial: each takes about 11.0 GiB and 10.0 GiB are free; lower"
                + " texture.resolution, texture.render-resolution or geometry.encode-resolution");
    MemoryEstimate.requireFit(1000, GIBIBYTE, OptionalLong.empty());
  }

  @Test
  void growsWithWhatIsComputed() {
    try (LoadedModels loaded = GoldenModels.open()) {
      MemoryEstimate estimate = new MemoryEstimate(loaded.models());
      long small = texture(estimate, "resolution = 64, render-resolution = 64");
      long head =
          (long) Float.BYTES * MemoryEstimate.VERTEX_NUMBERS * loaded.models().face().vertexCount();
      // Four times the pixels, of everything but the head.
      assertThat(texture(estimate, "resolution = 128, render-resolution = 128") - head)
          .isBetween(4 * (small - head) - 1000, 4 * (small - head) + 1000);
      long controlled =
          texture(estimate, "resolution = 64, render-resolution = 64, depth-control = true");
      assertThat(controlled).isGreaterThan(small);
      long latent =
          texture(estimate, "resolution = 64, render-resolution = 64, steps = 4, latent-steps = 4");
      assertThat(latent - head).isPositive().isLessThan((small - head) / 4);
      TrialSettings geometry =
          TrialSettings.parse("geometry { resolution = 64, encode-resolution = 64 }");
      assertThat(estimate.geometry(geometry.geometry())).isPositive().isLessThan(small);
    }
  }

  private static long texture(MemoryEstimate estimate, String settings) {
    return estimate.texture(TrialSettings.parse("texture { " + settings + " }").texture());
  }

  @Test
  void asksTheMachineAndItsControlGroup(@TempDir Path folder) throws IOException {
    Path machine = folder.resolve("meminfo");
    Files.writeString(machine, "MemTotal: 9000 kB\nMemAvailable:    5000 kB\n");
    assertThat(FreeMemory.of(machine, folder)).hasValue(5000 * 1024);
    Files.writeString(folder.resolve("memory.max"), "max\n");
    Files.writeString(folder.resolve("memory.current"), "1000000\n");
    assertThat(FreeMemory.of(machine, folder)).hasValue(5000 * 1024);
    Files.writeString(folder.resolve("memory.max"), "3000000\n");
    assertThat(FreeMemory.of(machine, folder)).hasValue(2_000_000);
    assertThat(FreeMemory.of(folder.resolve("none"), folder.resolve("none"))).isEmpty();
  }
}
