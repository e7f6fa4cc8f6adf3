package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.store.RunProgress;
import io.facesweep.store.StageStore;
import io.facesweep.store.SweepFolder;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

/** A report in a browser, opened from disk. */
class SweepReportBrowserIT {
  private static final String HOSTILE =
      "<img src=x onerror=\"document.title='run'\"> \"quoted\" man";
  private static final Pattern RESULT = Pattern.compile("(?s)<pre id=\"axe\">(.*?)</pre>");
  private static final Pattern SHOWN = Pattern.compile("<tr data-trial=\"\\d+\">");
  private static final Pattern HIDDEN = Pattern.compile("<tr data-trial=\"\\d+\" hidden=\"\">");

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
  void pagesOpenWithoutAComplaintAndRunNothingOfAPrompt() throws Exception {
    Browser.Page index = browser.open(report("index.html"), "", 1280);
    assertThat(index.console()).isEmpty();
    assertThat(index.dom()).contains("<title>simulated – FaceSweep</title>");
    assertThat(count(SHOWN, index.dom())).isEqualTo(16);
  }

  @Test
  void aTrialsPageShowsItsMesh() throws Exception {
    Browser.Page page = browser.open(report("trials/00000.html"), "", 1280, "data-ready");
    assertThat(page.console()).isEmpty();
    assertThat(page.dom()).contains("data-ready=\"true\"", "<canvas", "Arrow keys turn it");
  }

  @Test
  void aLinkShowsTheTrialsOfALevel() throws Exception {
    String prompt = TrialList.filter("prompt", HOSTILE).replace("#trials?", "&");
    String link = TrialList.filter("texture.prior", "canny-controlnet") + prompt;
    Browser.Page page = browser.open(report("index.html"), link, 1280);
    assertThat(count(SHOWN, page.dom())).isEqualTo(4);
    assertThat(count(HIDDEN, page.dom())).isEqualTo(12);
    assertThat(page.dom()).contains(">4 of 16 trials<", "<title>simulated – FaceSweep</title>");
  }

  @Test
  void aLinkShowsThePicturesOfAFactorFromAView() throws Exception {
    Browser.Page page = browser.open(report("index.html"), "#pictures?columns=0&view=2", 1280);
    assertThat(page.console()).isEmpty();
    assertThat(page.dom()).contains("data-view=\"2\"");
    String head = page.dom().substring(page.dom().indexOf("data-columns"));
    assertThat(head.substring(0, head.indexOf("</thead>")))
        .contains("<code>texture.depth-control</code> = ", ">true<", ">false<")
        .doesNotContain("canny-controlnet");
  }

  @Test
  void chartsAreSavedAsSvg() throws Exception {
    copyReport();
    Files.writeString(
        own.resolve("copy/probe.js"),
        """
        URL.createObjectURL = function (blob) {
          blob.text().then(function (text) {
            var saved = document.createElement("pre");
            saved.className = "saved";
            saved.textContent = text;
            document.body.appendChild(saved);
          });
          return "#";
        };
        window.addEventListener("load", function () { document.querySelector(".save").click(); });
        """);
    for (String file : List.of("curves.html", "index.html")) {
      Path page = own.resolve("copy").resolve(file);
      Files.writeString(
          page,
          Files.readString(page)
              .replace("</head>", "<script defer src=\"probe.js\"></script></head>"));
      String dom = browser.open(page, "", 1280).dom();
      Matcher saved = Pattern.compile("(?s)<pre class=\"saved\">(.*?)</pre>").matcher(dom);
      assertThat(saved.find()).as("what was saved of %s", file).isTrue();
      String svg = saved.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
      assertThat(
              DocumentBuilderFactory.newInstance()
                  .newDocumentBuilder()
                  .parse(new InputSource(new StringReader(svg)))
                  .getDocumentElement()
                  .getNodeName())
          .isEqualTo("svg");
      assertThat(svg).contains("stroke=\"rgb(").doesNotContain("class=").doesNotContain("<script");
    }
  }

  @Test
  void pagesSayHowLongAgoTheirRunWasHeardOf() throws Exception {
    StageStore store = StageStore.open(own.toString(), new Configuration());
    new SimulatedSweep().prompts(List.of("an old man")).seeds(1).withoutAssets().write(store);
    for (String file : List.of("index.html", "progress.html")) {
      assertThat(ofRunHeardOf(Duration.ofSeconds(90), store, file))
          .contains("<strong>The sweep is running.</strong>", ", 1 minute ago</span>");
      assertThat(ofRunHeardOf(Duration.ofHours(3), store, file))
          .contains("<strong>The sweep was running, and may have been stopped.</strong>")
          .contains(", 3 hours ago. Had it gone on, there would be a newer report.");
    }
  }

  /** A page of a run that had its report written every five seconds, and then no more. */
  private String ofRunHeardOf(Duration ago, StageStore store, String file) throws Exception {
    RunProgress progress =
        new RunProgress(
            Instant.now().minus(ago),
            Duration.ofMinutes(1),
            0.5,
            List.of(),
            2,
            1,
            List.of(),
            Duration.ofSeconds(5));
    try (LiveReport live = new LiveReport()) {
      live.write(store, new SweepFolder(store, "simulated").read(), progress);
    }
    Browser.Page page = browser.open(own.resolve("report/simulated").resolve(file), "#stay", 1280);
    assertThat(page.console()).isEmpty();
    return page.dom();
  }

  @ParameterizedTest
  @CsvSource({"index.html, dark, 1280", "trials/00000.html, light, 500"})
  void axeFindsNothing(String file, String theme, int width) throws Exception {
    assertThat(violations(file, theme, width)).isEqualTo("[]");
  }

  @ParameterizedTest
  @Tag("long")
  @CsvSource({
    "index.html, light, 500",
    "trials/00000.html, dark, 1280",
    "curves.html, light, 1280"
  })
  void axeFindsNothingInOtherWidthsAndThemes(String file, String theme, int width)
      throws Exception {
    assertThat(violations(file, theme, width)).isEqualTo("[]");
  }

  private String violations(String file, String theme, int width) throws Exception {
    Path page = withAxe(file, theme);
    String dom = browser.open(page, "", width).dom();
    Matcher result = RESULT.matcher(dom);
    assertThat(result.find()).as("axe came to its end").isTrue();
    return result.group(1);
  }

  /**
   * A copy of the page, unfolded and in a theme, with axe and without the policy that forbids it.
   */
  private Path withAxe(String file, String theme) throws Exception {
    copyReport();
    try (InputStream axe = getClass().getResourceAsStream("/axe.min.js")) {
      Files.write(own.resolve("copy/axe.js"), Objects.requireNonNull(axe).readAllBytes());
    }
    Files.writeString(
        own.resolve("copy/run-axe.js"),
        """
        window.addEventListener("load", function () {
          axe.run(document, { resultTypes: ["violations"] }).then(function (results) {
            var found = document.createElement("pre");
            found.id = "axe";
            found.textContent = JSON.stringify(results.violations.map(function (v) {
              return [v.impact, v.id, v.nodes.map(function (node) { return node.target; })];
            }));
            document.body.appendChild(found);
          });
        });
        """);
    Path page = own.resolve("copy").resolve(file);
    String up = file.contains("/") ? "../" : "";
    Files.writeString(
        page,
        Files.readString(page)
            .replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "")
            .replace("<html ", "<html data-theme=\"%s\" ".formatted(theme))
            .replace("<details>", "<details open=\"open\">")
            .replace(
                "</head>",
                "<script defer src=\"%1$saxe.js\"></script><script defer src=\"%1$srun-axe.js\"></script></head>"
                    .formatted(up)),
        StandardCharsets.UTF_8);
    return page;
  }

  private void copyReport() throws Exception {
    Path from = report("");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, own.resolve("copy").resolve(from.relativize(file).toString()));
      }
    }
  }

  private static Path report(String file) {
    return root.resolve("report/simulated").resolve(file);
  }

  private static int count(Pattern pattern, String text) {
    return (int) pattern.matcher(text).results().count();
  }
}
