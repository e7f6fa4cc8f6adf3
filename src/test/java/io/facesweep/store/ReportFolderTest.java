package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a report that take time to make, and that the next report need not make again. */
class ReportFolderTest {
  private static final String FILE = "stages/a/textured.jpg";
  private static final String RECIPE = Sha256.of("a strip of eight pictures");
  private static final String OTHER = Sha256.of("a strip of nine pictures");
  private static final byte[] CONTENT = "a strip".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path root;

  @BeforeEach
  void writeReport() {
    try (ReportFolder report = open()) {
      report.write(FILE, CONTENT, RECIPE);
      report.write("index.html", CONTENT);
      report.finish();
    }
  }

  private ReportFolder open() {
    return new ReportFolder(StageStore.open(root.toString(), new Configuration()), "night");
  }

  private Path file() {
    return root.resolve("report/night").resolve(FILE);
  }

  private List<String> list() throws IOException {
    return Files.readAllLines(root.resolve("report/night/files.txt"));
  }

  @Test
  void whatTheSameRecipeMadeStaysFromReportToReport() throws IOException {
    List<String> before = list();
    for (int i = 0; i < 2; i++) {
      try (ReportFolder report = open()) {
        assertThat(report.unchanged(FILE, RECIPE)).hasValue(CONTENT);
        report.write("index.html", CONTENT);
        report.finish();
      }
    }
    assertThat(file()).hasBinaryContent(CONTENT);
    assertThat(list()).isEqualTo(before).contains("# made by %s  %s".formatted(RECIPE, FILE));
  }

  @Test
  void anotherRecipeOrAnotherFileIsMade() {
    try (ReportFolder report = open()) {
      assertThat(report.unchanged(FILE, OTHER)).isEmpty();
      assertThat(report.unchanged("stages/b/textured.jpg", RECIPE)).isEmpty();
      assertThat(report.unchanged("index.html", RECIPE)).isEmpty();
    }
  }

  @Test
  void whatSomeoneHasChangedOrRemovedIsMade() throws IOException {
    Files.writeString(file(), "painted over");
    try (ReportFolder report = open()) {
      assertThat(report.unchanged(FILE, RECIPE)).isEmpty();
    }
    Files.delete(file());
    try (ReportFolder report = open()) {
      assertThat(report.unchanged(FILE, RECIPE)).isEmpty();
    }
    Files.createSymbolicLink(file(), Files.write(root.resolve("elsewhere"), CONTENT));
    try (ReportFolder report = open()) {
      assertThat(report.unchanged(FILE, RECIPE)).isEmpty();
    }
    Files.delete(file());
    Files.createDirectory(file());
    try (ReportFolder report = open()) {
      assertThat(report.unchanged(FILE, RECIPE)).isEmpty();
    }
  }

  @Test
  void whatIsWrittenWithoutARecipeHasNone() throws IOException {
    try (ReportFolder report = open()) {
      report.write(FILE, CONTENT);
      report.list();
    }
    assertThat(list()).noneMatch(line -> line.contains(RECIPE));
    try (ReportFolder report = open()) {
      assertThat(report.unchanged(FILE, RECIPE)).isEmpty();
    }
  }

  @Test
  void theListOfAGrowingReportKeepsTheRecipesOfTheLastOne() throws IOException {
    try (ReportFolder report = open()) {
      report.write("stages/b/textured.jpg", CONTENT, OTHER);
      report.list();
    }
    try (ReportFolder report = open()) {
      assertThat(report.unchanged(FILE, RECIPE)).isPresent();
      assertThat(report.unchanged("stages/b/textured.jpg", OTHER)).isPresent();
    }
  }

  @Test
  void whatALaterReportDoesNotHaveIsDeletedWhateverItsRecipe() {
    try (ReportFolder report = open()) {
      report.write("index.html", CONTENT);
      report.finish();
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void theListHasItsRecipesWhereSha256sumSeesComments() {
    ReportManifest list = ReportManifest.read(bytes(listed())).orElseThrow();
    assertThat(list.hashes()).containsOnlyKeys("a.html");
    assertThat(list.recipes()).containsOnlyKeys("a.jpg");
    assertThat(new String(list.write(), StandardCharsets.UTF_8)).isEqualTo(listed());
    assertThat(ReportManifest.read(bytes("# my own\n"))).isEqualTo(Optional.empty());
  }

  private static String listed() {
    return """
        # Files of a FaceSweep report; the next one replaces them.
        %s  a.html
        # made by %s  a.jpg
        """
        .formatted(OTHER, RECIPE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
