package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.StageKind;
import io.facesweep.tables.EffectsTable;
import io.facesweep.tables.SampleSweep;
import io.facesweep.tables.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others put into an output root reaches nothing outside of it, nor their own files in it. */
class SharedRootTest {
  private static final StageKind KIND = StageKind.GEOMETRY;

  @TempDir private Path root;
  @TempDir private Path victim;
  private StageStore store;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectories(victim.resolve(".ssh"));
    Files.createDirectories(victim.resolve("attempt-00000000-0000"));
    Files.writeString(victim.resolve(".ssh/id"), "key");
    Files.writeString(victim.resolve("attempt-00000000-0000/letter"), "dear");
    Files.writeString(victim.resolve(".bashrc"), "alias");
    store = StageStore.open(root.toString(), new Configuration());
  }

  @Test
  void committingAStageRefusesALinkOutOfTheRoot() throws IOException {
    Path stage = root.resolve("stages/geometry/abc");
    Files.createDirectories(stage.getParent());
    Files.createSymbolicLink(stage, victim);
    assertThatThrownBy(() -> commit("abc"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write to %s: %s is a link to %s, outside of the output root (remove the link,"
                    .formatted(stage, stage, victim.toRealPath())
                + " or make the root itself the link)");
    assertVictimIsWhole();
  }

  @Test
  void committingAStageLeavesWhatIsNotAnAttempt() throws IOException {
    Path stage = root.resolve("stages/geometry/abc");
    Files.createDirectories(stage.resolve("notes"));
    Files.writeString(stage.resolve("notes/mine.md"), "mine");
    Files.createDirectories(stage.resolve("attempt-dead0000-0000"));
    Files.createSymbolicLink(stage.resolve("attempt-11111111-1111"), victim);
    commit("abc");
    assertThat(stage.resolve("notes/mine.md")).hasContent("mine");
    assertThat(stage.resolve("attempt-dead0000-0000")).doesNotExist();
    assertVictimIsWhole();
  }

  @Test
  void foldersAreNotMadeThroughALink() throws IOException {
    Files.createSymbolicLink(root.resolve("sweeps"), victim);
    SweepConfig config = SampleSweep.config(root);
    assertThatThrownBy(
            () -> new SweepFolder(store, "sample").write(config, SampleSweep.plan(config)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("sweeps is a link to ");
    Files.createSymbolicLink(root.resolve("tables"), victim.resolve("nowhere"));
    assertThatThrownBy(() -> EffectsTable.write(store, "sample", List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("tables is a link that leads nowhere (remove the link)");
    assertVictimIsWhole();
  }

  @Test
  void aLinkInThePlaceOfAFileIsReplacedAndWhatItLeadsToIsNot() throws IOException {
    Path file = root.resolve("report/x/index.html");
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, victim.resolve(".bashrc"));
    store.storage().write(store.storage().resolve("report/x/index.html"), new byte[] {'x'});
    assertThat(file).hasContent("x").isRegularFile();
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertVictimIsWhole();
  }

  @Test
  void theRootItselfMayBeALink() throws IOException {
    Path link = root.resolve("link");
    Path target = Files.createDirectory(root.resolve("target"));
    Files.createSymbolicLink(link, target);
    store = StageStore.open(link.toString(), new Configuration());
    StageRecord record = commit("abc");
    assertThat(store.read(KIND, "abc")).contains(record);
    assertThat(target.resolve("stages/geometry/abc/record.json")).exists();
  }

  @Test
  void aPlanOfAnotherNameIsRefused() throws IOException {
    SweepConfig config = SampleSweep.config(root);
    new SweepFolder(store, "sample").write(config, SampleSweep.plan(config));
    Path plan = root.resolve("sweeps/sample/plan.json");
    String name = "x/../../../" + victim.getFileName() + "/tbl";
    Files.writeString(
        plan,
        Files.readString(plan).replace("\"sweep\": \"sample\"", "\"sweep\": \"" + name + "\""));
    assertThatThrownBy(() -> Tables.rebuild(store, "sample"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read %s: it is the plan of sweep '%s' (expected sample; run the sweep again)"
                .formatted(plan, name));
    assertVictimIsWhole();
  }

  @Test
  void pathsOfTheStoreStayBelowTheRoot() {
    for (String path :
        new String[] {
          "", "/x", "../x", "a/../b", "a//b", "a/", ".a", "file:/x", "a b", "a\u001bb"
        }) {
      assertThat(RelativePath.isValid(path)).as(path).isFalse();
      assertThatThrownBy(() -> store.storage().resolve(path))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Invalid path: '%s' (expected letters, digits, '.', '_' and '-', with '/' between"
                      .formatted(path)
                  + " names)");
    }
    assertThat(RelativePath.isValid("a".repeat(1025))).isFalse();
    assertThat(RelativePath.isValid("views/grey_045.png")).isTrue();
    assertThat(RelativePath.isName("a.b-c_1")).isTrue();
    assertThat(RelativePath.isName("a/b")).isFalse();
  }

  @Test
  void rejectsAnAttemptThatIsNone() {
    assertThatThrownBy(() -> store.writeAssets(KIND, "abc", "..", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid attempt: '..' (expected one of newAttempt)");
  }

  @Test
  void aRootThatEverybodyMayWriteToIsSaid() throws IOException {
    assertThat(store.openToOthers()).isEmpty();
    commit("abc");
    Path stages = root.resolve("stages");
    Files.setPosixFilePermissions(stages, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(store.openToOthers())
        .contains(
            stages
                + " may be written to by every user of this machine, who can forge results in it"
                + " (chmod o-w "
                + stages
                + ")");
  }

  private StageRecord commit(String id) {
    String attempt = StageStore.newAttempt();
    List<AssetRecord> assets =
        store.writeAssets(
            KIND, id, attempt, Map.of("head.glb", "first".getBytes(StandardCharsets.UTF_8)));
    StageRecord record = SampleSweep.record(KIND, id, StageStatus.DONE, Map.of(), assets, null);
    store.commit(record, attempt);
    return record;
  }

  private void assertVictimIsWhole() throws IOException {
    try (Stream<Path> paths = Files.walk(victim)) {
      assertThat(paths.filter(Files::isRegularFile).map(p -> victim.relativize(p).toString()))
          .containsExactlyInAnyOrder(".bashrc", ".ssh/id", "attempt-00000000-0000/letter");
    }
    assertThat(victim.resolve(".bashrc")).hasContent("alias");
  }
}
