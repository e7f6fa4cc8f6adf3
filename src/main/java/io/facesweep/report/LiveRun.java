package io.facesweep.report;

import io.facesweep.store.RunProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A run that goes on while its report is written. Nobody can say later whether it still does: a run
 * that is killed writes nothing more. The pages therefore say when it was heard of, and their
 * script says how long ago that is, and when that is too long.
 *
 * @param progress of the run
 * @param took how long the report has taken so far
 */
record LiveRun(RunProgress progress, Duration took) {
  /** The driver rests nine times as long as it writes. */
  private static final int SHARE = 10;

  private static final Duration SLACK = Duration.ofMinutes(2);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static String time(Instant moment) {
    return TIME.format(moment);
  }

  /** Returns after how long without a new report the run is to be doubted. */
  Duration late() {
    Duration writing = took.multipliedBy(SHARE);
    Duration pause = writing.compareTo(progress.every()) > 0 ? writing : progress.every();
    return pause.multipliedBy(2).plus(SLACK);
  }

  /** Opens a paragraph that says that the run goes on, or did; more can be added to it. */
  void open(Markup page) {
    page.open(
        "p", "class", "running", "data-heard", progress.asOf(), "data-late", late().toSeconds());
    page.element("strong", "The sweep is running.").text(" Last heard of: ");
    page.element("time", time(progress.asOf()), "datetime", progress.asOf());
    page.element("span", "", "class", "ago", "aria-live", "polite").text(". ");
  }
}
