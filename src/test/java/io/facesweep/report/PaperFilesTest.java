package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.plan.Instrument;
import io.facesweep.store.StageStore;
import io.facesweep.store.SweepFolder;
import io.facesweep.tables.SampleSweep;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaperFilesTest {
  private static final String HOSTILE = "=cmd|' /C calc'!A0 \\write18{rm} & $x$";

  @TempDir private Path root;

  @Test
  void tablesAreThereInThreeForms() throws IOException {
    report(new SimulatedSweep().prompts(8).seeds(1).withoutAssets().confirmatory("face_front"));
    for (String table :
        List.of("answers", "effects", "interactions", "levels-texture-prior", "trials", "design")) {
      for (String form : List.of("csv", "md", "tex")) {
        assertThat(paper(table + "." + form)).as(table + "." + form).isNotEmpty();
      }
    }
    assertThat(paper("answers.csv").lines().findFirst().orElseThrow())
        .isEqualTo(
            "factor,baseline,level,measure,better,baseline_mean,level_mean,difference,difference_low,"
                + "difference_high,relative,d,p_adjusted,improves,pairs,units,unit,correction,verdict,note");
    assertThat(paper("answers.csv").lines()).hasSize(4);
    assertThat(paper("levels-texture-prior.tex"))
        .contains("measure & better & none & canny-controlnet & canny-controlnet minus none \\\\")
        .containsPattern(
            "lighting\\\\_variation & lower & \\$0\\.\\d+\\$ & \\$\\\\mathbf\\{0\\.\\d+\\}\\$ & ");
    assertThat(root.resolve("report/simulated/paper/failures.csv")).doesNotExist();
  }

  /** Every LaTeX file in one document, and all sources cited. */
  @Test
  void latexCompiles() throws Exception {
    List<String> hostile =
        Stream.concat(
                Stream.of(HOSTILE, "[1ex] * ^ ~ # & % \" < > | ` é"),
                IntStream.range(0, 14).mapToObj(i -> "prompt " + i))
            .toList();
    report(
        new SimulatedSweep()
            .prompts(hostile)
            .seeds(1)
            .failEvery(20)
            .withoutAssets()
            .confirmatory("face_front", "lighting_variation"));
    Path folder = root.resolve("report/simulated/paper");
    String log = Latex.find().compile(folder);
    assertThat(log).doesNotContain("Undefined control sequence", "undefined references");
    assertThat(
            log.lines().filter(line -> line.startsWith("Overfull") && line.contains("paragraph")))
        .as("tables wider than the page")
        .isEmpty();
    assertThat(folder.resolve("document.pdf")).isNotEmptyFile();
  }

  @Test
  void promptsAreTextsInEveryForm() throws IOException {
    report(new SimulatedSweep().prompts(List.of(HOSTILE)).seeds(1).failEvery(2).withoutAssets());
    assertThat(paper("trials.csv")).contains(",'" + HOSTILE + ",").contains("failed");
    assertThat(paper("trials.tex"))
        .doesNotContain("\\write18", " $x$")
        .contains("\\textbackslash{}write18");
    assertThat(paper("failures.tex")).contains("the gradient was not finite");
  }

  @Test
  void methodsNameTrialsModelsJudgesVersionsAndStatistics() throws IOException {
    report(
        new SimulatedSweep()
            .prompts(8)
            .seeds(2)
            .failEvery(20)
            .withoutAssets()
            .confirmatory("face_front"));
    assertThat(paper("methods.txt"))
        .contains(
            "The sweep simulated has 128 trials: 8 prompts and 2 seeds (0, 1), in a full design of"
                + " 3 factors:")
        .contains("texture.prior (none, canny-controlnet; baseline none)")
        .containsPattern("\\d+ trials ended, \\d+ failed, 0 did not run\\.")
        .contains("The shape takes 200 steps at")
        .contains(
            "with objective sds, guidance scale 100, timesteps linear from 0.98 to 0.02, and adam")
        .contains("face builtin:head")
        .contains("Software: facesweep 0.1.0. Devices: cuda:0 NVIDIA H200.")
        .contains("Intervals of 95 % are by Student's t, exact where a measure is 0 or 1.")
        .contains("the measures named before the run (face_front) are corrected by Holm's method")
        .contains(
            "those of all other measures are corrected by the method of Benjamini and Hochberg");
    assertThat(paper("methods.tex")).contains("95 \\%", "face\\_front");
  }

  @Test
  void methodsNameWhatMeasured() throws IOException {
    StageStore store = simulate(new SimulatedSweep().prompts(1).seeds(1).withoutAssets());
    Instrument instrument =
        new Instrument(
            SampleSweep.config(root).metrics().at(128), Map.of("face-nets", "0123456789abcdef"));
    new SweepFolder(store, "simulated").write(instrument);
    SweepReport.write(store, "simulated");
    assertThat(paper("methods.txt"))
        .contains("Measures are of instrument %s: metrics version".formatted(instrument.id()))
        .contains("resolution 128", "judges: face-nets (0123456789ab)");
    assertThat(paper("references.bib")).contains("{blazeface,", "{facemesh,");
  }

  @Test
  void referencesAreOfWhatWasUsed() throws IOException {
    report(new SimulatedSweep().prompts(8).seeds(1).withoutAssets().confirmatory("face_front"));
    assertThat(paper("references.bib"))
        .contains(
            "@inproceedings{dreamfusion,",
            "@inproceedings{controlnet,",
            "@article{holm,",
            "@inproceedings{adam,")
        .doesNotContain("objective-ism", "{adan,", "{bca,", "lan-demets");
  }

  @Test
  void everyEntryOfTheSourcesIsWhole() {
    List<String> entries = References.entries();
    String all =
        new String(SweepReport.resource("references.bib"), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(entries).hasSize((int) Pattern.compile("(?m)^@").matcher(all).results().count());
    assertThat(entries.stream().map(References::key)).doesNotHaveDuplicates();
    for (String entry : entries) {
      assertThat(entry).contains("  title = {", "  author = {", "  year = {");
      assertThat(entry.chars().filter(c -> c == '{').count())
          .as(entry)
          .isEqualTo(entry.chars().filter(c -> c == '}').count());
    }
  }

  @Test
  void picturesAreOnePngAtPrintSize() throws IOException {
    report(new SimulatedSweep().prompts(3).seeds(1).side(32).steps(5).failEvery(4));
    BufferedImage sheet =
        ImageIO.read(root.resolve("report/simulated/paper/pictures-texture-prior.png").toFile());
    assertThat(sheet.getWidth()).isBetween(1900, 2010);
    assertThat(sheet.getHeight()).isGreaterThan(3 * 300);
  }

  private void report(SimulatedSweep sweep) {
    SweepReport.write(simulate(sweep), "simulated");
  }

  private StageStore simulate(SimulatedSweep sweep) {
    StageStore store = StageStore.open(root.toString(), new Configuration());
    sweep.write(store);
    return store;
  }

  private String paper(String file) throws IOException {
    return Files.readString(root.resolve("report/simulated/paper").resolve(file));
  }
}
