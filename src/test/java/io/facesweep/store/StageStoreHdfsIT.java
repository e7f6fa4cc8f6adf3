package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.SweepPlan;
import io.facesweep.tables.SampleSweep;
import io.facesweep.tables.TableReader;
import io.facesweep.tables.TableRow;
import io.facesweep.tables.Tables;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on a real HDFS. */
class StageStoreHdfsIT {
  private static final StageKind KIND = StageKind.TEXTURE;
  private static final StageError ERROR = new StageError("Diverged", "went off", "texture", 7);

  @TempDir private static java.nio.file.Path folder;
  private static HdfsServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = new HdfsServer(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void ofManyWritersExactlyOneWins() throws Exception {
    StageStore store = store("raced");
    store.requireWritable();
    for (int round = 0; round < 5; round++) {
      WriterRace.assertOneWins(store, KIND, "stage-" + round, 4);
      assertThat(names(store, "stages/texture/stage-" + round)).hasSize(2).contains("record.json");
    }
    assertThat(store.recorded(KIND).done()).hasSize(5);
  }

  @Test
  void whatAWriterLeftHalfWrittenIsNoRecord() throws Exception {
    StageStore store = store("halves");
    String attempt = StageStore.newAttempt();
    store.writeAssets(KIND, "a", attempt, Map.of("head.glb", new byte[3]));
    Path temporary = new Path(store.storage().resolve("stages/texture/a"), ".record.json.dead.tmp");
    FSDataOutputStream dead = store.storage().fileSystem().create(temporary);
    dead.write("{\n  \"schema\"".getBytes(StandardCharsets.UTF_8));
    dead.hflush();
    assertThat(store.recorded(KIND)).isEqualTo(new RecordedStages(Set.of(), Set.of()));
    assertThat(store.lookup(KIND, "a")).isEqualTo(new StageLookup.Absent());
    StageRecord record = commit(store, "a");
    assertThat(store.read(KIND, "a")).contains(record);
    assertThat(names(store, "stages/texture/a")).doesNotContain(attempt);
    dead.close();
  }

  @Test
  void aTruncatedRecordIsReportedAndReplaced() throws Exception {
    StageStore store = store("truncated");
    commit(store, "a");
    Path path = store.storage().resolve("stages/texture/a/record.json");
    byte[] whole = store.storage().readSmall(path, 1 << 20).orElseThrow();
    store.storage().write(path, Arrays.copyOf(whole, 200));
    assertThat(store.lookup(KIND, "a")).isInstanceOf(StageLookup.Untrusted.class);
    StageRecord second = commit(store, "a");
    assertThat(store.read(KIND, "a")).contains(second);
  }

  @Test
  void aFailureIsReplacedByALaterOneAndBySuccess() {
    StageStore store = store("failures");
    StageRecord failed = SampleSweep.failed(KIND, "a", ERROR);
    assertThat(store.commit(failed, StageStore.newAttempt())).isEqualTo(CommitResult.WON);
    StageRecord again = SampleSweep.failed(KIND, "a", new StageError("Other", "too", null, null));
    assertThat(store.commit(again, StageStore.newAttempt())).isEqualTo(CommitResult.WON);
    assertThat(store.read(KIND, "a")).contains(again);
    assertThat(store.recorded(KIND)).isEqualTo(new RecordedStages(Set.of(), Set.of("a")));
    StageRecord done = commit(store, "a");
    assertThat(store.commit(failed, StageStore.newAttempt())).isEqualTo(CommitResult.LOST);
    assertThat(store.read(KIND, "a")).contains(done);
  }

  @Test
  void tablesAndReportsAreReplaced() throws Exception {
    StageStore store = store("tables");
    SweepPlan plan = SampleSweep.plan(SampleSweep.config(folder));
    new SweepFolder(store, "sample").write(SampleSweep.config(folder), plan);
    for (Stage stage : plan.geometryStages()) {
      SampleSweep.commit(store, stage, Map.of("coefficient_norm", 3.5));
    }
    Tables.rebuild(store, "sample");
    Tables.Summary summary = Tables.rebuild(store, "sample");
    assertThat(summary.trials()).isEqualTo(4);
    assertThat(summary.steps()).isEqualTo(4);
    assertThat(summary.problems()).isEmpty();
    assertThat(summary.uri()).isEqualTo(server.uri() + "/tables/tables");
    List<TableRow> rows = new ArrayList<>();
    new TableReader(store, "trials", "sample").read(Set.of("trial_id")::contains, rows::add);
    assertThat(rows).hasSize(4);
    Storage storage = store.storage();
    for (String text : List.of("first", "second")) {
      try (ReportFolder report = new ReportFolder(store, "sample")) {
        report.write("index.html", text.getBytes(StandardCharsets.UTF_8));
        report.write("stages/" + text + "/a.jpg", new byte[1]);
        report.finish();
      }
      assertThat(storage.readSmall(storage.resolve("report/sample/index.html"), 100).orElseThrow())
          .asString()
          .isEqualTo(text);
    }
    assertThat(storage.exists(storage.resolve("report/sample/stages/first"))).isFalse();
    assertThat(storage.exists(storage.resolve("report/sample/stages/second"))).isTrue();
  }

  @Test
  void rejectsAPlaceThatTheUserMayNotWriteTo() throws Exception {
    PrivilegedExceptionAction<StageStore> open =
        () -> StageStore.open(server.uri() + "/denied", new Configuration());
    StageStore store = UserGroupInformation.createRemoteUser("nobody").doAs(open);
    assertThatThrownBy(store::requireWritable)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write to %s/denied: access was denied (check the credentials and what they may"
                    .formatted(server.uri())
                + " do)");
  }

  @Test
  void rejectsANameNodeThatIsNotThere() {
    Configuration impatient = new Configuration();
    impatient.setInt("ipc.client.connect.max.retries", 0);
    impatient.setInt("dfs.client.retry.max.attempts", 0);
    StageStore store = StageStore.open("hdfs://127.0.0.1:1/out", impatient);
    assertThatThrownBy(store::requireWritable)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write to hdfs://127.0.0.1:1/out: there is no connection to the server (check"
                + " the endpoint and the network)");
  }

  private static StageStore store(String name) {
    return StageStore.open(server.uri() + "/" + name, new Configuration());
  }

  private static StageRecord commit(StageStore store, String id) {
    String attempt = StageStore.newAttempt();
    List<AssetRecord> assets =
        store.writeAssets(
            KIND, id, attempt, Map.of("head.glb", attempt.getBytes(StandardCharsets.UTF_8)));
    StageRecord record = SampleSweep.record(KIND, id, StageStatus.DONE, Map.of(), assets, null);
    assertThat(store.commit(record, attempt)).isEqualTo(CommitResult.WON);
    return record;
  }

  private static List<String> names(StageStore store, String path) throws Exception {
    FileSystem fs = store.storage().fileSystem();
    return Stream.of(fs.listStatus(store.storage().resolve(path)))
        .map(FileStatus::getPath)
        .map(Path::getName)
        .toList();
  }
}
