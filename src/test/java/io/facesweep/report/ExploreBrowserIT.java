package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.store.StageStore;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages to explore and to compare in a browser, opened from disk. */
class ExploreBrowserIT {
  private static final String HOSTILE =
      "</script><img src=x onerror=\"document.title='run'\"> \"quoted\" man";
  private static final String REFUSED =
      "Object.defineProperty(window, 'localStorage',"
          + " { get: function () { throw new Error('refused'); } });";
  private static final Pattern ROW = Pattern.compile("<tr data-row=\"\\d+\">");

  @TempDir private static Path root;
  @TempDir private static Path browsers;
  private static Browser browser;
  @TempDir private Path own;

  @BeforeAll
  static void writeReport() throws Exception {
    browser = Browser.start(browsers);
    StageStore store = StageStore.open(root.toString(), new Configuration());
    new SimulatedSweep()
        .prompts(List.of(HOSTILE, "زن جوان"))
        .seeds(2)
        .failEvery(7)
        .side(32)
        .steps(20)
        .axes("texture.depth-control = [true, false], texture.prior = [none, canny-controlnet]")
        .write(store);
    SweepReport.write(store, "simulated");
  }

  @AfterAll
  static void closeBrowser() throws Exception {
    if (browser != null) { // there was one
      browser.close();
    }
  }

  @Test
  void theTrialsAreDrawnWithoutAComplaintAndNothingOfAPromptRuns() throws Exception {
    Browser.Page page = browser.open(report("explore.html"), "", 1280);
    assertThat(page.console()).isEmpty();
    assertThat(page.dom())
        .contains("<title>Explore simulated – FaceSweep</title>", ">16 of 16 trials<")
        .contains("Parallel coordinates of 16 of 16 trials over texture.depth-control")
        .contains("data-drawn=\"16\"", "aria-label=\"Scatter of ");
    assertThat(ROW.matcher(page.dom()).results()).hasSize(16);
  }

  @Test
  void aLinkKeepsTheTrialsOfALevelWithinARangeAndSortsThem() throws Exception {
    String link = "#f.texture.prior=1&f.seed=0&sort=-clip_score&by=texture.prior";
    Browser.Page page = browser.open(report("explore.html"), link, 1280);
    assertThat(page.dom()).contains(">4 of 16 trials<", "aria-sort=\"descending\"");
    assertThat(ROW.matcher(page.dom()).results()).hasSize(4);
    assertThat(page.dom()).contains("Show all</button>").doesNotContain("id=\"clear\" hidden");
  }

  @Test
  void draggingAlongAnAxisKeepsTheTrialsThatCrossThereAndIsInTheAddress() throws Exception {
    Path page =
        new ReportCopy(report(""), own.resolve("copy"))
            .acting(
                "explore.html",
                "",
                """
var canvas = document.getElementById("parallel");
var at = canvas.getBoundingClientRect();
pointer("pointerdown", canvas, at.left + 40, at.top + 330);
pointer("pointermove", window, at.left + 40, at.top + 250);
pointer("pointerup", window, at.left + 40, at.top + 200);
until(function () { return document.querySelectorAll("tr[data-row]").length === 8 && location.hash !== ""; }, function () {
  say([document.getElementById("shown").textContent, location.hash]);
});
""");
    String said = ReportCopy.said(browser.open(page, "", 1280));
    assertThat(said).isEqualTo("[\"8 of 16 trials\",\"#f.texture.depth-control=0\"]");
  }

  @Test
  void fieldsFilterAsDraggingDoes() throws Exception {
    Path page =
        new ReportCopy(report(""), own.resolve("copy"))
            .acting(
                "explore.html",
                "",
                """
var field = document.querySelector('input[aria-label="clip_score from"]');
field.value = "1000";
field.dispatchEvent(new Event("change"));
var shown = document.getElementById("shown");
until(function () { return shown.textContent === "0 of 16 trials"; }, function () {
  var none = shown.textContent;
  document.getElementById("clear").click();
  until(function () { return shown.textContent !== none; }, function () { say([none, shown.textContent]); });
});
""");
    assertThat(ReportCopy.said(browser.open(page, "#axes=clip_score,texture.prior", 1280)))
        .isEqualTo("[\"0 of 16 trials\",\"16 of 16 trials\"]");
  }

  @ParameterizedTest
  @CsvSource(
      value = {"; true", "yes; false"},
      delimiter = ';')
  void starsAndNotesAreKeptWhereTheBrowserAllowsIt(String refused, boolean isKept)
      throws Exception {
    Path page =
        new ReportCopy(report(""), own.resolve("copy"))
            .acting(
                "explore.html",
                refused == null ? "" : REFUSED,
                """
until(function () { return document.querySelector("tr[data-row='5'] input[type=text]") !== null; }, function () {
  document.querySelector("tr[data-row='3'] .star").click();
  var note = document.querySelector("tr[data-row='5'] input[type=text]");
  note.value = "=look <b>again</b>";
  note.dispatchEvent(new Event("change"));
  var kept = null;
  try { kept = localStorage.getItem("facesweep-marks-simulated"); } catch (refused) { kept = null; }
  document.querySelector("#marks input[type=checkbox]").click();
  var shown = document.getElementById("shown");
  until(function () { return shown.textContent === "1 of 16 trials"; }, function () {
    say([kept !== null && kept.includes("look"), shown.textContent,
      document.getElementById("marks").textContent.includes("keeps nothing")]);
  });
});
""");
    Browser.Page seen = browser.open(page, "", 1280);
    assertThat(seen.console()).isEmpty();
    assertThat(ReportCopy.said(seen))
        .isEqualTo("[%s,\"1 of 16 trials\",%s]".formatted(isKept, !isKept));
  }

  @Test
  void aLinkComparesTwoTrialsByWhatDiffers() throws Exception {
    Browser.Page page = browser.open(report("compare.html"), "#a=0&b=1&at=25&shade=grey", 1280);
    assertThat(page.console()).isEmpty();
    assertThat(page.dom())
        .contains("data-compared=\"0/1\"", "Settings that differ", "settings are the same")
        .contains("--at: 25%", "grey head A, front", "grey head B, front", "B − A");
    assertThat(page.dom().split("<polyline class=\"line tone-1\"")).hasSizeGreaterThan(2);
    assertThat(page.dom()).contains("<td>the same</td>");
  }

  @Test
  void theSliderMovesByDraggingAPictureAndByItself() throws Exception {
    Path page =
        new ReportCopy(report(""), own.resolve("copy"))
            .acting(
                "compare.html",
                "",
                """
var frame = document.querySelector(".overlay");
var at = frame.getBoundingClientRect();
pointer("pointerdown", frame, at.left + at.width / 2, at.top + 5);
pointer("pointermove", window, at.left + at.width * 0.8, at.top + 5);
pointer("pointerup", window, at.left + at.width * 0.8, at.top + 5);
pointer("pointermove", window, at.left, at.top);
var slider = document.querySelector(".slider");
var dragged = slider.value;
slider.value = 10;
slider.dispatchEvent(new Event("input"));
until(function () { return location.hash.includes("at=10"); }, function () {
  say([dragged, document.querySelector(".overlays").style.getPropertyValue("--at"), location.hash.includes("at=10")]);
});
""");
    assertThat(ReportCopy.said(browser.open(page, "#a=0&b=1", 1280)))
        .isEqualTo("[\"80\",\"10%\",true]");
  }

  @Test
  void twoHeadsTurnTogetherAndTheirViewIsInTheAddress() throws Exception {
    Path page =
        new ReportCopy(report(""), own.resolve("copy"))
            .acting(
                "compare.html",
                "delete window.IntersectionObserver; // at once, and not when they come into view",
                """
document.getElementById("twins").scrollIntoView();
until(function () { return document.querySelectorAll(".viewer[data-ready]").length === 2; }, function () {
  document.querySelectorAll(".viewer canvas")[1].dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
  until(function () { return location.hash.includes("0.650"); }, function () { say(location.hash.replace(/%2C/g, ",")); });
});
""");
    assertThat(ReportCopy.said(browser.open(page, "#a=0&b=1&cam=0.5,1.5,5", 1280)))
        .startsWith("\"#a=0&b=1&cam=0.650,1.500,5.000");
  }

  @Test
  void aTrialIsComparedWithItsStart() throws Exception {
    Browser.Page page = browser.open(report("compare.html"), "#a=2&b=2&astart=1", 1280);
    assertThat(page.console()).isEmpty();
    assertThat(page.dom())
        .contains("It is one trial, before its first step and at its end.")
        .contains("no picture of A", "There is no mesh of A.");
  }

  @Test
  void savedFilesHoldTextsAsTextsAndNoFormulas() throws Exception {
    Path page =
        new ReportCopy(report(""), own.resolve("copy"))
            .acting(
                "explore.html",
                "",
                """
var pen = facesweep.pen.inSvg(10, 10, "</title><script>1</script>");
pen.text("<script>2</script>", 1, 1, "start", "ink");
say([facesweep.page.csv([["=1+1", "@x", -3, 'a "b", c']]), pen.source().includes("<script>"), pen.source().includes("&lt;script&gt;2")]);
""");
    assertThat(ReportCopy.said(browser.open(page, "", 1280)))
        .isEqualTo("[\"'=1+1,'@x,-3,\\\"a \\\"\\\"b\\\"\\\", c\\\"\\n\",false,true]");
  }

  @Test
  @Tag("long")
  void aSweepOfFailuresIsShownWithoutAComplaint(@TempDir Path failed) throws Exception {
    StageStore store = StageStore.open(failed.toString(), new Configuration());
    new SimulatedSweep().prompts(1).seeds(1).failEvery(1).withoutAssets().write(store);
    SweepReport.write(store, "simulated");
    for (String page : List.of("explore.html", "compare.html")) {
      assertThat(browser.open(failed.resolve("report/simulated").resolve(page), "", 1280).console())
          .as(page)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"explore.html, dark, 1280", "compare.html, light, 500"})
  void axeFindsNothing(String file, String theme, int width) throws Exception {
    assertThat(violations(file, theme, width)).isEqualTo("[]");
  }

  @ParameterizedTest
  @Tag("long")
  @CsvSource({"explore.html, light, 500", "compare.html, dark, 1280"})
  void axeFindsNothingTheOtherWayRound(String file, String theme, int width) throws Exception {
    assertThat(violations(file, theme, width)).isEqualTo("[]");
  }

  private String violations(String file, String theme, int width) throws Exception {
    Path page = new ReportCopy(report(""), own.resolve("copy")).inspected(file, theme);
    return ReportCopy.said(browser.open(page, "#a=0&b=1", width));
  }

  private static Path report(String file) {
    return root.resolve("report/simulated").resolve(file);
  }
}
