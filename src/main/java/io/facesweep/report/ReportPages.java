package io.facesweep.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the pages of a report, and what they load.
 *
 * @param target that gets them
 * @param contents of the pages
 */
record ReportPages(ReportTarget target, Contents contents) {
  private static final List<String> OWN =
      List.of("report.css", "report.js", "viewer.js", "progress.js");

  /** Writes what is the same in every report: styles and scripts. */
  static void writeFixed(ReportTarget target) {
    OWN.forEach(name -> target.write(name, SweepReport.resource(name)));
    target.write("three.js", ThreeBundle.script());
    ExploreFiles.writeFixed(target::write);
  }

  /** Writes the page of a trial. */
  void write(ReportTrial trial) {
    target.write(trial.page(), TrialPage.write(contents, trial));
  }

  /** Writes what the page to compare loads of a stage. */
  void writeDetail(String stage) {
    target.write(StageDetail.file(stage), StageDetail.script(contents.data(), stage));
  }

  /**
   * Writes the pages that tell of all trials, the first page last.
   *
   * @param run of the sweep; null where none is known to go on
   */
  void writeOverviews(PaperFiles paper, List<String> notebooks, @Nullable LiveRun run) {
    target.write("views.css", utf8(viewRules(contents.views())));
    target.write("trials.js", utf8(PageData.script(contents)));
    ExploreFiles.write(contents, target::write);
    target.write(CurvesPage.FILE, CurvesPage.write(contents));
    target.write(ProgressPage.FILE, ProgressPage.write(contents, run));
    target.write("index.html", IndexPage.write(contents, paper, notebooks, run));
  }

  /** A rule for each view: the pictures are strips, of which one cell is seen. */
  private static String viewRules(ViewNames views) {
    StringBuilder css = new StringBuilder();
    int count = Math.max(1, views.azimuths().size());
    css.append(":root{--views:%d}\n".formatted(count));
    for (int i = 0; i < count; i++) {
      css.append(":root[data-view=\"%d\"]{--view:%d}\n".formatted(i, i));
    }
    return css.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
