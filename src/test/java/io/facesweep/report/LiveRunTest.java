package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.store.RunProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveRunTest {
  private static LiveRun run(Duration every, Duration took) {
    Instant asOf = Instant.parse("2026-03-01T09:30:00Z");
    return new LiveRun(
        new RunProgress(asOf, Duration.ofMinutes(3), 0.5, List.of(), 2, 1, List.of(), every), took);
  }

  @Test
  void aRunIsLateWhenTwoReportsDidNotCome() {
    assertThat(run(Duration.ofMinutes(5), Duration.ofSeconds(1)).late())
        .isEqualTo(Duration.ofMinutes(12));
  }

  @Test
  void whereReportsTakeLongTheNextIsWaitedForLonger() {
    assertThat(run(Duration.ofSeconds(5), Duration.ofMinutes(1)).late())
        .isEqualTo(Duration.ofMinutes(22));
  }

  @Test
  void thePageHasWhatItsClockNeeds() {
    Markup page = new Markup();
    run(Duration.ofMinutes(5), Duration.ZERO).open(page);
    page.close();
    assertThat(page)
        .hasToString(
            "<p class=\"running\" data-heard=\"2026-03-01T09:30:00Z\" data-late=\"720\">"
                + "<strong>The sweep is running.</strong> Last heard of: "
                + "<time datetime=\"2026-03-01T09:30:00Z\">1 Mar 2026, 09:30:00 UTC</time>"
                + "<span class=\"ago\" aria-live=\"polite\"></span>. </p>");
  }
}
