package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.plan.SweepPlan;
import io.facesweep.store.StageStore;
import io.facesweep.tables.ForgedTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report writes into its folder, deletes what it wrote, and tells what records say. */
class ReportSafetyTest {
  private static final String SECRET = "aws_secret_access_key = hunter2";

  @TempDir private Path root;
  @TempDir private Path victim;
  private StageStore store;
  private SweepPlan plan;

  @BeforeEach
  void simulate() throws IOException {
    Files.createDirectories(victim.resolve(".ssh"));
    Files.writeString(victim.resolve(".ssh/id"), "key");
    Files.writeString(victim.resolve("thesis.txt"), SECRET);
    store = StageStore.open(root.toString(), new Configuration());
    plan =
        new SimulatedSweep()
            .prompts(2)
            .seeds(1)
            .axes("texture.depth-control = [true, false]")
            .side(16)
            .steps(5)
            .write(store);
  }

  @Test
  void aLinkInTheReportIsNotFollowedToDelete() throws IOException {
    Files.createDirectories(report(""));
    Files.createSymbolicLink(report("old"), victim);
    write();
    write();
    assertVictimIsWhole();
    assertThat(report("old")).isSymbolicLink();
  }

  @Test
  void aReportThatIsALinkIsRefused() throws IOException {
    Files.createDirectories(root.resolve("report"));
    Files.createSymbolicLink(report(""), victim);
    assertThatThrownBy(this::write)
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "%s is a link to %s, outside of the output root"
                .formatted(root.resolve("report/simulated"), victim.toRealPath()));
    assertVictimIsWhole();
  }

  @Test
  void aLinkInThePlaceOfAPageIsReplaced() throws IOException {
    Files.createDirectories(report(""));
    Files.createSymbolicLink(report("index.html"), victim.resolve("thesis.txt"));
    write();
    assertVictimIsWhole();
    assertThat(Files.isSymbolicLink(report("index.html"))).isFalse();
  }

  @Test
  void filesOfTheUserSurvive() throws IOException {
    write();
    Files.writeString(report("notes.md"), "mine");
    Files.createDirectories(report("trials/mine"));
    Files.writeString(report("trials/mine/a.txt"), "mine");
    Files.writeString(report("notebooks/own.ipynb"), "mine");
    assertThat(write().kept()).isEmpty();
    for (String file : List.of("notes.md", "trials/mine/a.txt", "notebooks/own.ipynb")) {
      assertThat(report(file)).hasContent("mine");
    }
  }

  @Test
  void aChangedNotebookIsKeptAndTheNewOneIsBesideIt() throws IOException {
    write();
    String name = "notebooks/" + Notebooks.names().get(0);
    String beside = name.replace(".ipynb", "-1.ipynb");
    String fresh = Files.readString(report(name));
    Files.writeString(report(name), "executed");
    assertThat(write().kept()).containsExactly(name);
    assertThat(report(name)).hasContent("executed");
    assertThat(report(beside)).hasContent(fresh);
    assertThat(Files.readString(report("index.html"))).contains("\"" + beside + "\"");
    Files.writeString(report(beside), "executed too");
    assertThat(write().kept()).containsExactly(name, beside);
    assertThat(report(name.replace(".ipynb", "-2.ipynb"))).hasContent(fresh);
    assertThat(report(beside)).hasContent("executed too");
    Files.delete(report(name));
    Files.delete(report(beside));
    assertThat(write().kept()).isEmpty();
    assertThat(report(name)).hasContent(fresh);
    assertThat(report(name.replace(".ipynb", "-2.ipynb"))).doesNotExist();
  }

  @Test
  void whatAnOlderReportWroteIsDeletedAndNothingElse() throws IOException {
    write();
    Path changed = report("trials/00003.html");
    Files.writeString(changed, "with my remarks");
    Path stage = report("stages/" + StageExporter.shortId(plan.textureStages().get(3).id()));
    assertThat(stage).isNotEmptyDirectory();
    shrink();
    assertThat(write().kept()).containsExactly("trials/00003.html");
    assertThat(changed).hasContent("with my remarks");
    assertThat(report("trials/00002.html")).doesNotExist();
    assertThat(report("trials/00001.html")).exists();
    assertThat(stage).doesNotExist();
  }

  @Test
  void ofAReportWithoutAListNothingIsDeleted() throws IOException {
    write();
    Files.delete(report("files.txt"));
    String notebook = "notebooks/" + Notebooks.names().get(0);
    Files.writeString(report(notebook), "perhaps executed");
    shrink();
    assertThat(write().kept()).containsExactly(notebook);
    assertThat(report("trials/00003.html")).exists();
    assertThat(report("files.txt")).exists();
  }

  @Test
  void aFileOfTheUserUnderTheNameOfTheListIsKept() throws IOException {
    Files.createDirectories(report(""));
    Files.writeString(report("files.txt"), "my own list");
    assertThatThrownBy(this::write)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write a report beside %s: it is not the list of a report (rename it)"
                .formatted(report("files.txt")));
    assertThat(report("files.txt")).hasContent("my own list");
  }

  @Test
  void aForgedListDeletesNothingOutside() throws IOException {
    write();
    String hash = Files.readAllLines(report("files.txt")).get(1).substring(0, 64);
    Path inside = Files.writeString(root.resolve("mine.txt"), "mine");
    Files.writeString(
        report("files.txt"),
        Files.readString(report("files.txt"))
            + "%1$s  ../../mine.txt\n%1$s  %2$s\n".formatted(hash, inside));
    write();
    assertThat(inside).hasContent("mine");
  }

  @Test
  void aForgedTableWritesNothingAndReadsNothing() throws IOException {
    String stage = plan.textureStages().get(0).id();
    Files.writeString(root.resolve("stages/payload"), "ssh-rsa of someone else");
    String out = "/../".repeat(1) + "../".repeat(12) + victim.toString().substring(1);
    ForgedTables.assets(
        store,
        "simulated",
        stage,
        "evolution" + out + "/.ssh/authorized_keys",
        "stages/payload",
        23);
    write();
    assertVictimIsWhole();
    String secret = "../".repeat(12) + victim.toString().substring(1) + "/thesis.txt";
    for (long bytes = SECRET.length() - 1; bytes <= SECRET.length(); bytes++) {
      ForgedTables.assets(store, "simulated", stage, "evolution-1.gif", secret, bytes);
      SweepReport.Summary summary = write();
      assertThat(summary.limitations()).noneMatch(line -> line.contains("bytes"));
    }
    assertNowhere(SECRET);
    ForgedTables.assets(store, "simulated", "\",alert(1),\"", "head.glb", "stages/payload", 23);
    write();
    assertNowhere("alert(1)");
  }

  @Test
  void aLinkInThePlaceOfAStagesFileIsNotCopied() throws IOException {
    List<Path> pictures;
    try (Stream<Path> files = Files.walk(root.resolve("stages"))) {
      pictures = files.filter(file -> file.endsWith("evolution-texture.gif")).toList();
    }
    for (Path picture : pictures) {
      Files.delete(picture);
      Files.createSymbolicLink(picture, victim.resolve("thesis.txt"));
    }
    assertThat(write().limitations())
        .anyMatch(
            line ->
                line.startsWith("4 files that the records name could not be used.")
                    && line.contains("it is not the file that was written ("));
    assertNowhere(SECRET);
  }

  private SweepReport.Summary write() {
    return SweepReport.write(store, "simulated");
  }

  /** The same sweep with one prompt in place of two. */
  private void shrink() {
    new SimulatedSweep()
        .prompts(1)
        .seeds(1)
        .axes("texture.depth-control = [true, false]")
        .side(16)
        .steps(5)
        .write(store);
  }

  private Path report(String file) {
    return root.resolve("report/simulated").resolve(file);
  }

  private void assertVictimIsWhole() throws IOException {
    try (Stream<Path> paths = Files.walk(victim)) {
      assertThat(paths.filter(Files::isRegularFile).map(p -> victim.relativize(p).toString()))
          .containsExactlyInAnyOrder("thesis.txt", ".ssh/id");
    }
    assertThat(victim.resolve("thesis.txt")).hasContent(SECRET);
  }

  private void assertNowhere(String text) throws IOException {
    try (Stream<Path> files = Files.walk(report(""))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(text);
      }
    }
  }
}
