package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.UserException;
import io.facesweep.mesh.GlbFile;
import io.facesweep.plan.Instrument;
import io.facesweep.settings.AnalysisSettings;
import io.facesweep.settings.Contrasts;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.SweepFolder;
import io.facesweep.tables.SampleSweep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SweepReportTest {
  private static final String HOSTILE = "a \"bald\" <script>alert('1')</script> man & co";
  private static final String FARSI = "زن جوان";
  private static final String EMOJI = "a woman 👩‍🦰";

  @TempDir private Path root;

  @Test
  void aReportShowsEffectsPicturesAndAPageATrial() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(8).seeds(1).steps(5).side(16).write(store);
    SweepReport.Summary summary = SweepReport.write(store, "simulated");
    assertThat(summary.trials()).isEqualTo(64);
    assertThat(summary.index()).isEqualTo(report("index.html").toString());
    Document index = page("index.html");
    assertThat(texts(index, "h2"))
        .containsExactly(
            "What the sweep says",
            "view-dependent-prompts",
            "texture.depth-control",
            "texture.prior",
            "Interactions",
            "The sweep",
            "Trials",
            "For a paper",
            "How to read this",
            "Where the numbers come from",
            "Tables and notebooks");
    assertThat(byClass(index, "table", "matrix")).hasSize(1);
    assertThat(byClass(index, "svg", "effect")).isNotEmpty();
    assertThat(byClass(page("curves.html"), "svg", "curves")).hasSizeGreaterThan(18);
    assertThat(texts(index, "summary"))
        .contains("Colour: better on lighting_variation; unclear for 1 measure.");
    assertThat(files("trials")).hasSize(64);
    assertThat(page("trials/00000.html").getElementsByTagName("canvas").getLength()).isZero();
  }

  @Test
  void everyLinkAndPictureIsInTheFolder() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(2).seeds(1).failEvery(5).steps(5).side(16).write(store);
    SweepReport.write(store, "simulated");
    for (String name : files("")) {
      if (name.endsWith(".html")) {
        Document page = page(name);
        for (String attribute : List.of("href", "src", "data-script")) {
          for (String target : attributes(page, attribute)) {
            if (!target.startsWith("#") && !target.startsWith("data:")) {
              assertThat(target).doesNotContain(":").doesNotStartWith("/");
              String file = target.replaceAll("#.*", "");
              assertThat(report(name).resolveSibling(file).normalize())
                  .as("%s in %s", target, name)
                  .exists()
                  .startsWith(root);
            }
          }
        }
      }
    }
  }

  @Test
  void promptsAreShownAsTheyAreAndNeverExecuted() throws Exception {
    StageStore store = open();
    new SimulatedSweep()
        .prompts(List.of(HOSTILE, FARSI, EMOJI))
        .seeds(1)
        .axes("texture.depth-control = [true, false]")
        .withoutAssets()
        .write(store);
    SweepReport.write(store, "simulated");
    String source = Files.readString(report("index.html"));
    assertThat(source).doesNotContain("<script>alert").contains("&lt;script&gt;alert");
    assertThat(Files.readString(report("trials.js")))
        .doesNotContain("<script")
        .doesNotContain("'1'");
    Document index = page("index.html");
    assertThat(texts(index, "bdi")).contains(HOSTILE, FARSI, EMOJI);
    assertThat(all(index, "bdi")).allMatch(bdi -> bdi.getAttribute("dir").equals("auto"));
    assertThat(all(index, "script")).allMatch(script -> script.getTextContent().isEmpty());
    assertThat(attributes(index, "content"))
        .anyMatch(policy -> policy.startsWith("default-src 'none'; script-src 'self';"));
    assertThat(source).doesNotContain(" style=").doesNotContain(" onclick=");
  }

  @Test
  void missingFilesFailedTrialsAndFewPromptsAreSaid() throws Exception {
    StageStore store = open();
    new SimulatedSweep()
        .prompts(2)
        .seeds(1)
        .failEvery(3)
        .skipEvery(7)
        .side(16)
        .steps(5)
        .write(store);
    try (Stream<Path> files = Files.walk(root.resolve("stages"))) {
      for (Path file : files.toList()) {
        if (file.endsWith("views/grey_045.png")) {
          Files.delete(file);
        } else if (file.endsWith("views/textured_000.png")) {
          Files.write(file, new byte[(int) Files.size(file)]);
        }
      }
    }
    SweepReport.Summary summary = SweepReport.write(store, "simulated");
    assertThat(summary.limitations())
        .anyMatch(line -> line.startsWith("7 of 16 trials failed or did not run;"))
        .anyMatch(line -> line.startsWith("There are 2 prompts: with fewer than 6"))
        .anyMatch(line -> line.startsWith("There is one seed:"))
        .anyMatch(line -> line.matches("Nothing beats chance: none of \\d+ differences .*"))
        .anyMatch(line -> line.matches("\\d+ files that the records name could not .*"));
    assertThat(Files.readString(report("index.html")))
        .contains("the gradient was not finite")
        .contains("texture, step 17")
        .contains("too few prompts")
        .contains("not run");
  }

  @Test
  void theReportNamesModelsJudgesSoftwareAndDevices() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(1).seeds(1).steps(5).withoutAssets().write(store);
    Instrument instrument =
        new Instrument(
            SampleSweep.config(root).metrics().at(128), Map.of("face-nets", "0123456789abcdef99"));
    new SweepFolder(store, "simulated").write(instrument);
    SweepReport.write(store, "simulated");
    String origins =
        all(page("index.html"), "section").stream()
            .filter(section -> section.getAttribute("id").equals("origins"))
            .map(section -> section.getTextContent().replaceAll("\\s+", " "))
            .findFirst()
            .orElseThrow();
    assertThat(origins)
        .contains("models.diffusion", "models.face", "builtin:head")
        .contains(instrument.id() + ": metrics version %d, ".formatted(Instrument.METRICS_VERSION))
        .contains("resolution 128")
        .contains("judge face-nets", "0123456789abcdef")
        .doesNotContain("0123456789abcdef99")
        .contains("facesweep", "0.1.0")
        .contains("device", "cuda:0 NVIDIA H200");
  }

  @Test
  void theReportAnswersWhatItIsAsked() throws Exception {
    StageStore store = open();
    new SimulatedSweep()
        .prompts(2)
        .seeds(1)
        .axes("texture.steps = [400, 500, 600]")
        .withoutAssets()
        .write(store);
    StoredSweep planned = new SweepFolder(store, "simulated").read();
    AnalysisSettings asked =
        new AnalysisSettings(List.of("sharpnes"), Contrasts.ALL, Map.of("lighting_variation", 0.1));
    SweepReport.Summary summary =
        SweepReport.write(
            store,
            new StoredSweep(
                planned.name(),
                planned.factors(),
                Map.of("texture.steps", "600"),
                planned.design(),
                asked,
                planned.looks(),
                planned.trials()));
    assertThat(summary.limitations())
        .contains("The configuration's analysis names measures that no trial has: sharpnes.");
    assertThat(texts(page("index.html"), "caption"))
        .contains(
            "texture.steps: 400 instead of 600, Judges",
            "texture.steps: 500 instead of 600, Judges",
            "texture.steps: 500 instead of 400, Judges");
  }

  @Test
  void aFactorWithOneLevelAndOnePromptHaveAReport() throws Exception {
    StageStore store = open();
    new SimulatedSweep()
        .prompts(1)
        .seeds(1)
        .axes("texture.depth-control = [true], texture.steps = [400, 500, 600]")
        .withoutAssets()
        .write(store);
    SweepReport.Summary summary = SweepReport.write(store, "simulated");
    assertThat(summary.limitations())
        .contains(
            "texture.depth-control has one level (true): its effect cannot be known.",
            "There is one prompt: what is found holds for it, and intervals are over seeds alone.");
    assertThat(texts(page("index.html"), "caption"))
        .contains(
            "texture.steps: 500 instead of 400, Judges",
            "texture.steps: 600 instead of 400, Judges");
  }

  @Test
  void aSweepOfWhichNothingRanHasAReport() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(2).failEvery(1).withoutAssets().write(store);
    SweepReport.Summary summary = SweepReport.write(store, "simulated");
    assertThat(summary.limitations())
        .contains("No trial came to its end: effects cannot be estimated.");
    Files.delete(root.resolve("tables/trials/sweep=simulated/part-0.parquet"));
    assertThat(SweepReport.write(store, "simulated").trials()).isEqualTo(32);
  }

  @Test
  void tablesAreNotWhatAReportIsMadeOf() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(2).seeds(1).withoutAssets().write(store);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      for (String table : List.of("trials", "steps", "assets")) {
        String file =
            root.resolve("tables/%s/sweep=simulated/part-0.parquet".formatted(table)) + "";
        statement.execute(
            "CREATE TABLE %s AS FROM read_parquet('%s') LIMIT 0".formatted(table, file));
        statement.execute("COPY %s TO '%s' (FORMAT parquet)".formatted(table, file));
      }
    }
    SweepReport.Summary summary = SweepReport.write(store, "simulated");
    assertThat(summary.trials()).isEqualTo(16);
    assertThat(texts(page("index.html"), "dd")).contains("16 of 16");
  }

  @Test
  void aSweepThatVariesNothingHasAReport() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(2).seeds(1).axes("").side(16).steps(5).write(store);
    assertThat(SweepReport.write(store, "simulated").limitations())
        .contains("The sweep varies nothing: it has pictures, and no effects.");
    assertThat(files("trials")).hasSize(2);
  }

  @Test
  void theReportSaysOfEveryPromptWhatAFactorDidToIt() throws Exception {
    StageStore store = open();
    new SimulatedSweep()
        .prompts(List.of(HOSTILE, FARSI, EMOJI))
        .axes("texture.depth-control = [true, false]")
        .withoutAssets()
        .write(store);
    SweepReport.write(store, "simulated");
    Document index = page("index.html");
    List<Element> charts = byClass(index, "svg", "effect");
    assertThat(charts).isNotEmpty();
    Element alignment =
        charts.stream()
            .filter(c -> c.getAttribute("aria-label").startsWith("face_front: "))
            .findFirst()
            .orElseThrow();
    assertThat(alignment.getAttribute("aria-label")).contains(", single prompts from ");
    NodeList names = alignment.getElementsByTagName("title");
    assertThat(names.getLength()).isEqualTo(3);
    assertThat(names.item(0).getTextContent()).startsWith(HOSTILE + ": ");
  }

  @Test
  void aNewReportLeavesNothingOfTheOldOne() throws Exception {
    StageStore store = open();
    new SimulatedSweep()
        .prompts(2)
        .side(16)
        .steps(5)
        .axes("texture.depth-control = [true, false]")
        .write(store);
    SweepReport.write(store, "simulated");
    Set<String> before = files("stages");
    assertThat(before).isNotEmpty();
    new SimulatedSweep().prompts(List.of("another")).seeds(1).withoutAssets().write(store);
    SweepReport.write(store, "simulated");
    assertThat(files("trials")).hasSize(8).contains("trials/00007.html");
    assertThat(files("stages")).doesNotContainAnyElementsOf(before);
  }

  @Test
  void theMeshInTheReportIsTheStagesMesh() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(1).seeds(1).side(16).steps(5).write(store);
    SweepReport.write(store, "simulated");
    String script =
        Files.readString(
            report(
                all(page("trials/00000.html"), "div").stream()
                    .map(div -> div.getAttribute("data-script"))
                    .filter(file -> !file.isEmpty())
                    .findFirst()
                    .orElseThrow()
                    .substring(3)));
    ByteArrayOutputStream glb = new ByteArrayOutputStream();
    String pieces = script.substring(script.lastIndexOf("[{"), script.lastIndexOf("));"));
    for (JsonElement element : JsonParser.parseString(pieces).getAsJsonArray()) {
      JsonObject piece = element.getAsJsonObject();
      String data =
          piece.has("data")
              ? piece.get("data").getAsString()
              : Files.readString(report("pieces/" + piece.get("name").getAsString() + ".js"))
                  .replaceAll("(?s).*= \"(.*)\";\\s*", "$1");
      glb.writeBytes(Base64.getDecoder().decode(data));
    }
    Path file = Files.write(root.resolve("head.glb"), glb.toByteArray());
    assertThat(GlbFile.read(file).mesh().faces().length).isGreaterThan(10_000);
  }

  @Test
  void pagesCanBeUsedWithoutEyesOrMouse() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(2).seeds(2).side(16).steps(5).write(store);
    SweepReport.write(store, "simulated");
    for (String name : List.of("index.html", "curves.html", "trials/00001.html")) {
      Document page = page(name);
      assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
      assertThat(all(page, "img")).allMatch(image -> image.hasAttribute("alt"));
      assertThat(all(page, "svg")).allMatch(svg -> !svg.getAttribute("aria-label").isEmpty());
      assertThat(all(page, "table"))
          .allMatch(table -> table.getElementsByTagName("caption").getLength() == 1);
      assertThat(all(page, "th")).allMatch(cell -> cell.hasAttribute("scope"));
      assertThat(all(page, "select"))
          .allMatch(select -> select.getParentNode().getNodeName().equals("label"));
      assertThat(all(page, "main")).hasSize(1);
      assertThat(all(page, "h1")).hasSize(1);
      List<String> ids = attributes(page, "id");
      assertThat(ids).doesNotHaveDuplicates();
      for (String to : attributes(page, "href")) {
        if (to.startsWith("#") && !to.contains("?")) {
          assertThat(ids).as("%s in %s", to, name).contains(to.substring(1));
        }
      }
      assertThat(all(page, "div"))
          .filteredOn(div -> div.getAttribute("role").equals("region"))
          .extracting(div -> div.getAttribute("aria-label"))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void theFirstScreenIsTheAnswerOfTheMeasuresThatDecide() throws Exception {
    StageStore store = open();
    new SimulatedSweep()
        .prompts(8)
        .seeds(1)
        .failEvery(9)
        .confirmatory("lighting_variation", "face_front")
        .withoutAssets()
        .write(store);
    SweepReport.write(store, "simulated");
    Element answer =
        all(page("index.html"), "section").stream()
            .filter(section -> section.getAttribute("id").equals("answer"))
            .findFirst()
            .orElseThrow();
    String text = answer.getTextContent().replaceAll("\\s+", " ");
    assertThat(text)
        .startsWith("What the sweep says")
        .containsPattern(
            "texture.prior = canny-controlnet instead of none evens the lighting"
                + " \\(lighting variation from 0\\.\\d+ to 0\\.\\d+, 95 % interval"
                + " of the difference −0\\.\\d+ to −0\\.\\d+, better for 8 of 8 prompts, p 0\\.\\d+\\); it ")
        .contains("7 trials failed: the gradient was not finite")
        .contains("There is one seed:")
        .doesNotContain("saturation", "No measure was named");
    assertThat(answer.getElementsByTagName("table").getLength()).isEqualTo(1);
  }

  @Test
  void whereNoMeasureDecidesTheAnswerSaysSo() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(8).seeds(1).withoutAssets().write(store);
    SweepReport.write(store, "simulated");
    assertThat(texts(page("index.html"), "p"))
        .contains(
            "No measure was named to decide before the run (analysis.confirmatory): what stands"
                + " here explores.")
        .anyMatch(p -> p.startsWith("texture.prior = ") && p.contains("it evens the lighting ("));
  }

  @Test
  void aSweepOfOneTrialHasAReport() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(1).seeds(1).axes("").side(16).steps(5).write(store);
    assertThat(SweepReport.write(store, "simulated").trials()).isEqualTo(1);
    Document index = page("index.html");
    assertThat(texts(index, "p")).contains("There is nothing to compare.");
    assertThat(all(index, "img")).isNotEmpty();
  }

  @Test
  void aRunningSweepHasAReport() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(3).seeds(1).skipEvery(2).side(16).steps(5).write(store);
    assertThat(SweepReport.write(store, "simulated").limitations())
        .anyMatch(line -> line.matches("\\d+ of 24 trials failed or did not run;.*"));
    assertThat(texts(page("index.html"), "span")).contains("missing");
  }

  @Test
  void curvesHaveTitlesUnitsAndRoundTicks() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(1).seeds(1).side(16).steps(50).write(store);
    SweepReport.write(store, "simulated");
    for (String name : List.of("curves.html", "trials/00000.html")) {
      Document page = page(name);
      assertThat(texts(page, "figcaption"))
          .anyMatch(title -> title.startsWith("Norm of the score distillation gradient"))
          .anyMatch(title -> title.startsWith("Timestep of the diffusion model"))
          .anyMatch(title -> title.startsWith("Learning rate"));
      assertThat(texts(page, "text"))
          .contains("L2 norm", "step", "timestep", "seconds", "0", "20", "40");
    }
  }

  @Test
  void aZipHoldsAllThatItsPagesShow() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(1).seeds(1).side(16).steps(5).write(store);
    Path file = root.resolve("sent.zip");
    SweepReport.zip(sources(store), file);
    Set<String> names = new TreeSet<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      zip.stream().forEach(entry -> names.add(entry.getName()));
      String page =
          new String(
              zip.getInputStream(zip.getEntry("simulated/trials/00000.html")).readAllBytes(),
              StandardCharsets.UTF_8);
      Matcher links = Pattern.compile(" (?:src|href|data-script)=\"([^\"#]+)").matcher(page);
      while (links.find()) {
        String target = links.group(1);
        if (!target.startsWith("data:")) {
          String path = Path.of("simulated/trials").resolve(target).normalize().toString();
          assertThat(names).contains(path);
        }
      }
    }
    assertThat(names)
        .contains("simulated/index.html", "simulated/paper/references.bib")
        .anyMatch(name -> name.endsWith("/evolution-texture.gif"));
    assertThat(root.resolve("sent.zip.unfinished")).doesNotExist();
  }

  @Test
  void aZipThatCannotBeWrittenIsRefused() {
    StageStore store = open();
    new SimulatedSweep().prompts(1).seeds(1).withoutAssets().write(store);
    Path file = root.resolve("no-folder/sent.zip");
    assertThatThrownBy(() -> SweepReport.zip(sources(store), file))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write report %s: ".formatted(file));
  }

  @Test
  void theReportHasNoCopiesOfTheStagesFiles() throws Exception {
    StageStore store = open();
    new SimulatedSweep().prompts(2).seeds(1).side(16).steps(5).write(store);
    SweepReport.write(store, "simulated");
    assertThat(files("")).noneMatch(name -> name.endsWith(".gif") || name.endsWith("albedo.png"));
    assertThat(attributes(page("trials/00000.html"), "src"))
        .anyMatch(src -> src.matches("\\.\\./\\.\\./\\.\\./stages/.*/evolution-texture\\.gif"));
    assertThat(files("pieces")).hasSizeLessThan(6);
  }

  @Test
  void rejectsASweepThatIsNotThere() {
    assertThatThrownBy(() -> SweepReport.write(open(), "other"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read %s/sweeps/other/plan.json: there is no such sweep (run it first)"
                .formatted(root));
  }

  private StageStore open() {
    return StageStore.open(root.toString(), new Configuration());
  }

  private Path report(String file) {
    return root.resolve("report/simulated").resolve(file);
  }

  private Set<String> files(String folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(report(folder))) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> names.add(report("").relativize(file).toString()));
    }
    return names;
  }

  /** The pages are well-formed as XML, so that a parser of another maker can say what they hold. */
  private Document page(String name) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    String source = Files.readString(report(name));
    assertThat(source).startsWith("<!DOCTYPE html>\n");
    return builder.parse(new InputSource(new StringReader(source.substring(16))));
  }

  private static List<Element> all(Document page, String tag) {
    NodeList nodes = page.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<String> texts(Document page, String tag) {
    return all(page, tag).stream().map(Element::getTextContent).toList();
  }

  private static List<Element> byClass(Document page, String tag, String name) {
    return all(page, tag).stream()
        .filter(e -> List.of(e.getAttribute("class").split(" ")).contains(name))
        .toList();
  }

  private static List<String> attributes(Document page, String name) {
    return all(page, "*").stream()
        .filter(e -> e.hasAttribute(name))
        .map(e -> e.getAttribute(name))
        .toList();
  }

  private static List<SweepReport.Source> sources(StageStore store) {
    return List.of(new SweepReport.Source(store, new SweepFolder(store, "simulated").read()));
  }
}
