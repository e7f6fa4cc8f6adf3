package io.facesweep.report;

import io.facesweep.store.RunProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a sweep is: trials and stages that ended, what runs, what failed, the newest heads. While
 * a run goes on its script loads it again and again.
 */
final class ProgressPage {
  /** Its file. */
  static final String FILE = "progress.html";

  private static final int NEWEST = 12;
  private static final double PERCENT = 100;

  private final Contents contents;
  private final SweepData data;
  private final @Nullable LiveRun run;
  private final @Nullable RunProgress progress;
  private final Markup page;

  private ProgressPage(Contents contents, @Nullable LiveRun run) {
    this.contents = contents;
    this.data = contents.data();
    this.run = run;
    this.progress = run == null ? null : run.progress();
    this.page = PageFrame.begin("Progress – " + data.name(), "", "report.js", "progress.js");
  }

  /**
   * Returns the page.
   *
   * @param run that goes on; null where none is known to
   */
  static byte[] write(Contents contents, @Nullable LiveRun run) {
    return new ProgressPage(contents, run).write();
  }

  private byte[] write() {
    page.open("header", "class", "top").open("p", "class", "eyebrow");
    page.element("a", "FaceSweep report", "href", "index.html").text(" / progress").close();
    page.open("h1").foreign(data.name()).close();
    page.element("p", standing(), "class", "facts-line");
    if (run != null) {
      run.open(page);
      data.trials().stream()
          .map(ProgressPage::finished)
          .max(Comparator.naturalOrder())
          .filter(last -> last.isAfter(Instant.MIN))
          .ifPresent(last -> page.text("The last stage ended: " + LiveRun.time(last) + "."));
      page.close("p");
    }
    page.close("header");
    page.open("section", "class", "bar", "aria-label", "Display");
    PageFrame.viewChooser(page, contents.views());
    if (progress != null) {
      page.open("label").empty("input", "type", "checkbox", "id", "reload", "checked", "checked");
      page.text(" load this page again by itself").close();
    }
    page.element("button", "Light or dark", "type", "button", "id", "theme").close("section");
    page.open("main", "id", "content", "tabindex", "-1").line();
    trials();
    if (progress != null) {
      running(progress);
    }
    newest();
    failures();
    return PageFrame.end(page, data);
  }

  private String standing() {
    if (progress == null) {
      return "By the records that were there when this report was written. No run was known to go"
          + " on.";
    }
    Duration left = progress.left();
    return "As of %s: runs for %s%s."
        .formatted(
            LiveRun.time(progress.asOf()),
            duration(progress.elapsed()),
            left == null ? "" : ", about %s left".formatted(duration(left)));
  }

  private static String duration(Duration time) {
    return Numbers.seconds(Math.max(1, time.toSeconds()));
  }

  private void trials() {
    page.open("section", "id", "far", "aria-labelledby", "far-title");
    page.element("h2", "How far it is", "id", "far-title");
    long done = data.trials().stream().filter(ReportTrial::isDone).count();
    long failed = data.trials().stream().filter(ReportTrial::isFailed).count();
    double share = progress == null ? (double) (done + failed) / size() : progress.share();
    String percent = "%.0f".formatted(PERCENT * share);
    page.element(
        "progress",
        percent + " %",
        "max",
        "100",
        "value",
        percent,
        "aria-label",
        "Share of the work that is done");
    page.open("dl", "class", "figures");
    figure("of the work", percent + " %");
    figure("trials done", "%d of %d".formatted(done, data.trials().size()));
    figure("failed", "" + failed);
    figure("not run yet", "" + (data.trials().size() - done - failed));
    if (progress != null) {
      figure("batches", "%d of %d".formatted(progress.batchesEnded(), progress.batches()));
      for (RunProgress.Stages stages : progress.stages()) {
        figure(stages.kind() + " stages", "%d of %d".formatted(stages.ended(), stages.total()));
        double hours = progress.elapsed().toMillis() / 3_600_000.0;
        if (stages.ended() > 0 && hours > 0) {
          figure(stages.kind() + " stages an hour", Numbers.plain(stages.ended() / hours));
        }
      }
    }
    page.close("dl").close("section");
  }

  private int size() {
    return Math.max(1, data.trials().size());
  }

  private void figure(String name, String value) {
    page.open("div").element("dt", name).element("dd", value).close();
  }

  private void running(RunProgress run) {
    page.open("section", "id", "running", "aria-labelledby", "running-title");
    page.element("h2", "What runs now", "id", "running-title");
    if (run.running().isEmpty()) {
      page.element("p", "No executor has told of a step yet.", "class", "absent");
      page.close("section");
      return;
    }
    PageFrame.table(page, "facts", "Batches that are computed, by executor");
    page.open("thead").open("tr").element("th", "executor", "scope", "col");
    page.element("th", "phase", "scope", "col").element("th", "step", "scope", "col");
    page.element("th", "prompt", "scope", "col");
    page.element("th", "stages", "scope", "col", "class", "number").close("thead").open("tbody");
    run.running().stream()
        .sorted(Comparator.comparing(RunProgress.Running::executor))
        .forEach(
            batch -> {
              page.open("tr").open("th", "scope", "row").foreign(batch.executor()).close();
              page.element("td", batch.phase());
              page.element("td", "%d of %d".formatted(batch.step(), batch.steps()));
              page.open("td").foreign(batch.prompt()).close();
              page.element("td", batch.stages(), "class", "number").close("tr");
            });
    page.close("table").close("div").close("section");
  }

  /** The heads of the trials that ended last. */
  private void newest() {
    List<ReportTrial> newest =
        data.trials().stream()
            .filter(trial -> contents.textured(trial) != null || contents.grey(trial) != null)
            .sorted(Comparator.comparing(ProgressPage::finished).reversed())
            .limit(NEWEST)
            .toList();
    page.open("section", "id", "newest", "aria-labelledby", "newest-title");
    page.element("h2", "The newest heads", "id", "newest-title");
    if (newest.isEmpty()) {
      page.element("p", "There are no pictures yet.", "class", "absent");
    }
    page.open("ul", "class", "newest");
    for (ReportTrial trial : newest) {
      page.open("li");
      Shots.pair(page, contents, trial, "");
      page.open("p", "class", "quiet small").text("Trial %d: ".formatted(trial.index()));
      page.foreign(trial.prompt()).text(", seed " + trial.seed());
      for (int i = 0; i < data.factors().size(); i++) {
        page.text(", " + data.factors().get(i).name() + " = ").foreign(trial.levels().get(i));
      }
      page.close().close("li");
    }
    page.close("ul").element("a", "All pictures so far", "href", "index.html#pictures");
    page.close("section");
  }

  private static Instant finished(ReportTrial trial) {
    return Objects.requireNonNullElse(trial.row().finished(), Instant.MIN);
  }

  private void failures() {
    if (data.trials().stream().anyMatch(ReportTrial::isFailed)) {
      page.open("section", "id", "failures", "aria-labelledby", "failures-title");
      page.element("h2", "What failed", "id", "failures-title");
      SummarySection.failures(page, data);
      page.close("section");
    }
  }
}
