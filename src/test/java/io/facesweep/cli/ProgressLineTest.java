package io.facesweep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.run.TrialRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final StringWriter text = new StringWriter();
  private long now;

  private ProgressLine line(ProgressLine.Style style) {
    return new ProgressLine(new PrintWriter(text), style, () -> now);
  }

  private void step(ProgressLine line, String phase, int step, int steps, double seconds) {
    now += Math.round(seconds * 1e9);
    line.onStep(new TrialRun.Step(phase, step, steps, 980 - step, 12.5));
  }

  @Test
  void aLogHasALineAtTheStartNowAndThenAndAtTheEndOfAPhase() {
    ProgressLine line = line(ProgressLine.Style.LOG);
    for (int i = 0; i < 10; i++) {
      step(line, "geometry", i, 10, 1);
    }
    step(line, "texture", 0, 100, 0.5);
    assertThat(text.toString().lines())
        .containsExactly(
            "geometry 1/10  1.00 it/s  ETA 0:09  t=980  |grad| 12.5",
            "geometry 6/10  1.00 it/s  ETA 0:04  t=975  |grad| 12.5",
            "geometry 10/10  1.00 it/s  ETA 0:00  t=971  |grad| 12.5",
            "texture  1/100  2.00 it/s  ETA 0:50  t=980  |grad| 12.5");
  }

  @Test
  void aTerminalHasOneLineThatIsRewritten() {
    ProgressLine line = line(ProgressLine.Style.TERMINAL);
    step(line, "geometry", 0, 3, 1);
    step(line, "geometry", 1, 3, 0.01);
    step(line, "geometry", 2, 3, 1);
    line.end();
    assertThat(text.toString())
        .startsWith("\rgeometry 1/3")
        .doesNotContain("2/3")
        .contains("\rgeometry 3/3")
        .endsWith(System.lineSeparator());
    assertThat(text.toString().lines()).hasSize(3); // \r counts as an end of line here
  }

  @Test
  void timesAreWrittenAsPeopleDo() {
    assertThat(ProgressLine.duration(7.2)).isEqualTo("0:07");
    assertThat(ProgressLine.duration(760)).isEqualTo("12:40");
    assertThat(ProgressLine.duration(7500)).isEqualTo("2:05:00");
  }
}
