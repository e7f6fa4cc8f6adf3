package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.assets.AssetNames;
import io.facesweep.plan.SweepPlan;
import io.facesweep.store.StageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures and meshes of stages that have not changed since the last report. */
class UnchangedPicturesTest {
  @TempDir private Path root;
  private StageStore store;
  private String stage;

  @BeforeEach
  void writeReport() {
    store = StageStore.open(root.toString(), new Configuration());
    SweepPlan plan =
        new SimulatedSweep()
            .prompts(List.of("an old man"))
            .seeds(1)
            .axes("texture.prior = [none, canny-controlnet]")
            .steps(5)
            .side(16)
            .write(store);
    stage = plan.textureStages().get(0).id();
    assertThat(write()).isEmpty();
  }

  /** What could not be shown. */
  private List<String> write() {
    return SweepReport.write(store, "simulated").limitations().stream()
        .filter(line -> line.contains("files that the records name could not be used"))
        .toList();
  }

  private Path report(String file) {
    return root.resolve("report/simulated").resolve(file);
  }

  private Path strip() {
    return report("stages/" + StageExporter.shortId(stage) + "/textured.jpg");
  }

  private Path source(String name) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve("stages/texture").resolve(stage))) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  /** Puts a file of the same size in the place of another, which shows who reads it. */
  private static void damage(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    Arrays.fill(content, (byte) 7);
    Files.write(file, content);
  }

  @Test
  void areNotMadeAgain() throws IOException {
    byte[] before = Files.readAllBytes(strip());
    damage(source("views/textured_000.png"));
    damage(source(AssetNames.HEAD));
    assertThat(write()).isEmpty();
    assertThat(strip()).hasBinaryContent(before);
    assertThat(report("paper/pictures-texture-prior.png")).exists();
  }

  @Test
  void areMadeAgainWhereTheReportLacksThem() throws IOException {
    damage(source("views/textured_000.png"));
    Files.delete(strip());
    String problem = "textured_000.png: it is not the file that was written";
    assertThat(write()).singleElement().asString().contains(problem);
    assertThat(strip()).exists();
    assertThat(write()).as("a strip that lacks a picture is looked at again").hasSize(1);
  }

  @Test
  void areLookedForAgainWhereAPictureIsGone() throws IOException {
    Files.delete(source("views/textured_000.png"));
    assertThat(write())
        .singleElement()
        .asString()
        .startsWith("1 files ")
        .contains("textured_000.png: it is not there");
  }

  @Test
  void meshesAreMadeAgainWhereAPieceOfThemIsGone() throws IOException {
    List<Path> pieces;
    try (Stream<Path> files = Files.list(report("pieces"))) {
      pieces = files.toList();
    }
    for (Path piece : pieces) {
      Files.delete(piece);
    }
    assertThat(write()).isEmpty();
    assertThat(pieces).isNotEmpty().allMatch(Files::exists);
  }
}
