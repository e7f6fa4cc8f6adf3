package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  @Test
  void aLineHasCountsTimeAndWhatIsLeft() {
    assertThat(ProgressLines.line("texture", 3, 1, 8, Duration.ofSeconds(41)))
        .isEqualTo("texture: 3 of 8 stages, 1 failed, 0:41 elapsed, about 1:08 left");
    assertThat(ProgressLines.line("geometry", 0, 0, 8, Duration.ofSeconds(5)))
        .isEqualTo("geometry: 0 of 8 stages, 0:05 elapsed");
    assertThat(ProgressLines.line("geometry", 8, 0, 8, Duration.ofMinutes(75)))
        .isEqualTo("geometry: 8 of 8 stages, 1:15:00 elapsed");
  }

  @Test
  void theLastLineIsAlwaysSaid() {
    List<String> console = new ArrayList<>();
    try (ProgressLines progress =
        new ProgressLines(console::add, "texture", 2, Duration.ofHours(1))) {
      progress.add(new StageReport("a", StageReport.End.DONE, null));
      progress.add(new StageReport("b", StageReport.End.FAILED, "went off"));
    }
    assertThat(console).singleElement().asString().startsWith("texture: 2 of 2 stages, 1 failed, ");
  }

  @Test
  void nothingIsSaidOfNothing() {
    List<String> console = new ArrayList<>();
    new ProgressLines(console::add, "texture", 0, Duration.ofHours(1)).close();
    assertThat(console).isEmpty();
  }

  @Test
  void aStoppedRunSaysWhatIsKept() {
    assertThat(ShutdownNotice.message(12, 3))
        .isEqualTo(
            "Stopped: 3 of 12 stages are finished and kept; the same command goes on from there");
  }
}
