package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.plan.StageKind;
import io.facesweep.tables.SampleSweep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageStoreTest {
  private static final StageKind KIND = StageKind.GEOMETRY;
  private static final StageError ERROR = new StageError("Diverged", "went off", "geometry", 7);

  @TempDir private Path root;
  private StageStore store;

  @BeforeEach
  void open() {
    store = StageStore.open(root.toString(), new Configuration());
  }

  @Test
  void whatWasCommittedIsRead() {
    StageRecord record = commit("a", "first");
    assertThat(store.read(KIND, "a")).contains(record);
    assertThat(store.read(KIND, "b")).isEmpty();
    assertThat(store.readAsset(record, record.asset("head.glb").orElseThrow()))
        .asString()
        .isEqualTo("first");
    assertThat(record.asset("head.glb").orElseThrow().mediaType()).isEqualTo("model/gltf-binary");
    assertThat(store.missingAssets(record)).isEmpty();
    assertThat(store.recorded(KIND)).isEqualTo(new RecordedStages(Set.of("a"), Set.of()));
  }

  @Test
  void whatWasMeasuredOfAStartIsReadByItsInstrumentAlone() throws IOException {
    String instrument = "0123456789abcdef";
    Measures measures = new Measures(instrument, Map.of("saturation", 0.5), Map.of());
    assertThat(store.start("a", instrument)).isEmpty();
    store.keepStart("a", measures);
    assertThat(store.start("a", instrument)).contains(measures);
    assertThat(store.start("b", instrument)).isEmpty();
    assertThat(store.start("a", "f".repeat(16))).isEmpty();
    Path file = root.resolve("starts/a/measures-%s.json".formatted(instrument));
    Files.writeString(file, Files.readString(file).replace("0.5", "0.9"));
    assertThat(store.start("a", instrument)).as("it was changed").isEmpty();
    Files.createDirectories(root.resolve("starts/b"));
    Files.copy(file, root.resolve("starts/b").resolve(file.getFileName()));
    assertThat(store.start("b", instrument)).as("it is of another start").isEmpty();
    assertThatThrownBy(() -> store.start("../a", instrument))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid start: '../a' (expected letters, digits and -)");
  }

  @Test
  void whatAJudgeFailedOnCanBeMeasuredAgain() throws IOException {
    String id = "0123456789abcdef";
    Measures failing =
        new Measures(id, Map.of("faces", 3.0), Map.of())
            .withJudgeErrors(Map.of("clip", "out of memory"));
    Measures whole = new Measures(id, Map.of("faces", 3.0, "clip_score", 30.0), Map.of());
    StageRecord record = SampleSweep.measured(record("a", StageStore.newAttempt(), "x"), failing);
    assertThat(store.measures(record, id)).contains(failing);
    store.keep(record, whole);
    assertThat(store.measures(record, id)).contains(whole);
    StageRecord other = SampleSweep.measured(record, whole);
    store.keep(other, failing);
    assertThat(store.measures(other, id)).as("nothing failed").contains(whole);
  }

  @Test
  void aRecordThatIsSentTwiceHasWonTwice() throws IOException {
    String attempt = StageStore.newAttempt();
    StageRecord record = record("a", attempt, "only");
    assertThat(store.commit(record, attempt)).isEqualTo(CommitResult.WON);
    assertThat(store.commit(record, attempt)).isEqualTo(CommitResult.WON);
    assertThat(store.missingAssets(record)).isEmpty();
  }

  @Test
  void aRecordWhoseFilesAreGoneDoesNotReplaceAnUntrustedOne() throws IOException {
    StageRecord first = commit("a", "first");
    Path file = root.resolve("stages/geometry/a/record.json");
    Files.writeString(file, "cut");
    String attempt = StageStore.newAttempt();
    StageRecord record = record("a", attempt, "second");
    Files.delete(root.resolve("stages/geometry/a").resolve(record.assets().get(0).path()));
    assertThat(store.commit(record, attempt)).isEqualTo(CommitResult.LOST);
    assertThat(file).doesNotExist();
    assertThat(first.status()).isEqualTo(StageStatus.DONE);
  }

  @Test
  void aLateDuplicateLosesAndLeavesNoFiles() throws IOException {
    StageRecord first = commit("a", "first");
    String attempt = StageStore.newAttempt();
    StageRecord late = record("a", attempt, "late");
    assertThat(store.commit(late, attempt)).isEqualTo(CommitResult.LOST);
    assertThat(store.read(KIND, "a")).contains(first);
    assertThat(files("stages/geometry/a"))
        .containsExactly(first.assets().get(0).path(), "record.json");
  }

  @Test
  void ofManyWritersExactlyOneWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      WriterRace.assertOneWins(store, KIND, "stage-" + round, 8);
      assertThat(files("stages/geometry/stage-" + round)).hasSize(2);
    }
  }

  @Test
  void aTruncatedRecordIsReportedAndReplaced() throws IOException {
    commit("a", "first");
    Path file = root.resolve("stages/geometry/a/record.json");
    Files.writeString(file, Files.readString(file).substring(0, 200));
    assertThat(store.lookup(KIND, "a")).isInstanceOf(StageLookup.Untrusted.class);
    assertThat(((StageLookup.Untrusted) store.lookup(KIND, "a")).message())
        .startsWith("Cannot trust record " + file + ": it is not whole: ")
        .endsWith("; the stage runs again");
    StageRecord second = commit("a", "second");
    assertThat(store.read(KIND, "a")).contains(second);
  }

  @Test
  void anEditedRecordIsReportedByAScan() throws IOException {
    StageRecord whole = commit("a", "first");
    commit("b", "first");
    Path file = root.resolve("stages/geometry/b/record.json");
    Files.writeString(file, Files.readString(file).replace("host-1", "host-2"));
    List<StageRecord> records = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    new StageScan(store).read(KIND, List.of("b", "c", "a"), records::add, problems::add);
    assertThat(records).containsExactly(whole);
    assertThat(problems)
        .containsExactly(
            "Cannot trust record %s: it was changed after it was written (checksum differs);"
                    .formatted(file)
                + " the stage runs again");
  }

  @Test
  void aFailureIsReplacedByALaterOneAndBySuccess() throws IOException {
    StageRecord failed = SampleSweep.failed(KIND, "a", ERROR);
    assertThat(store.commit(failed, StageStore.newAttempt())).isEqualTo(CommitResult.WON);
    assertThat(store.read(KIND, "a")).contains(failed);
    StageRecord again = SampleSweep.failed(KIND, "a", new StageError("Other", "too", null, null));
    assertThat(store.commit(again, StageStore.newAttempt())).isEqualTo(CommitResult.WON);
    assertThat(store.read(KIND, "a")).contains(again);
    StageRecord done = commit("a", "third time");
    assertThat(store.commit(failed, StageStore.newAttempt())).isEqualTo(CommitResult.LOST);
    assertThat(store.read(KIND, "a")).contains(done);
    assertThat(files("stages/geometry/a")).doesNotContain("failed.json");
  }

  @Test
  void aChangedAssetIsNotRead() throws IOException {
    StageRecord record = commit("a", "first");
    AssetRecord asset = record.assets().get(0);
    Path file = root.resolve(StageStore.relativePath(record, asset));
    Files.writeString(file, "f1rst");
    assertThatThrownBy(() -> store.readAsset(record, asset))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read " + file + ": it is not the file that was written");
    Files.delete(file);
    assertThatThrownBy(() -> store.readAsset(record, asset))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read " + file + ": it is not there");
    assertThat(store.missingAssets(record)).containsExactly(asset);
  }

  @Test
  void anUnwritableRootShowsAtOnce() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "in the way");
    StageStore unwritable = StageStore.open(file.resolve("out").toString(), new Configuration());
    assertThatThrownBy(unwritable::requireWritable)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write to " + file.resolve("out") + ": ");
    store.requireWritable();
    assertThat(files("")).containsExactly("file");
  }

  @Test
  void rejectsAUriThatIsNone() {
    assertThatThrownBy(() -> StageStore.open("", new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid output.uri: '' (expected a path or a URI)");
    assertThatThrownBy(() -> StageStore.open("nosuch://place/x", new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot open nosuch://place/x: ");
    assertThatThrownBy(() -> StageStore.open("s3a://key:hunter2@bucket/x", new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid output.uri: s3a://bucket/x with user information (expected a URI without"
                + " credentials)");
  }

  @Test
  void rejectsAnIdThatLeavesTheFolder() {
    assertThatThrownBy(() -> store.read(KIND, "../x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid stage id: '../x' (expected letters, digits and -)");
  }

  private StageRecord commit(String id, String content) {
    String attempt = StageStore.newAttempt();
    StageRecord record = record(id, attempt, content);
    assertThat(store.commit(record, attempt)).isEqualTo(CommitResult.WON);
    return record;
  }

  private StageRecord record(String id, String attempt, String content) {
    List<AssetRecord> assets =
        store.writeAssets(
            KIND, id, attempt, Map.of("head.glb", content.getBytes(StandardCharsets.UTF_8)));
    return SampleSweep.record(KIND, id, StageStatus.DONE, Map.of(), assets, null);
  }

  private List<String> files(String folder) throws IOException {
    Path base = root.resolve(folder);
    try (Stream<Path> paths = Files.walk(base)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> base.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
