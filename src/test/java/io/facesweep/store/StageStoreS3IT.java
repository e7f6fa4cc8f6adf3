package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.SweepPlan;
import io.facesweep.tables.SampleSweep;
import io.facesweep.tables.Tables;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store over S3A on a real S3 server. */
class StageStoreS3IT {
  private static final StageKind KIND = StageKind.TEXTURE;
  private static final String ROOT = "s3a://" + S3Server.BUCKET + "/out";

  @TempDir private static Path folder;
  private static Configuration conf;

  @BeforeAll
  static void startServer() throws Exception {
    Path jar = Path.of(System.getProperty("s3proxy.jar", "target/s3proxy/s3proxy.jar"));
    S3Server server = new S3Server(jar, folder);
    conf = server.configuration();
    server.createBucket();
  }

  @Test
  void ofManyWritersExactlyOneWins() throws Exception {
    StageStore store = StageStore.open(ROOT, conf);
    store.requireWritable();
    WriterRace.assertOneWins(store, KIND, "raced", 4);
    assertThat(store.recorded(KIND)).isEqualTo(new RecordedStages(Set.of("raced"), Set.of()));
  }

  @Test
  void tablesAreRebuilt() {
    StageStore store = StageStore.open(ROOT + "-tables", conf);
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
    assertThat(summary.uri()).isEqualTo(ROOT + "-tables/tables");
  }

  @Test
  void rejectsAMissingBucketInOneMessage() {
    assertThatThrownBy(() -> StageStore.open("s3a://nosuch/out", conf).requireWritable())
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write to s3a://nosuch/out: the bucket does not exist (create it, or correct"
                + " output.uri)");
  }

  @Test
  void rejectsWrongCredentialsInOneMessageWithoutThem() {
    Configuration wrong = new Configuration(conf);
    wrong.set("fs.s3a.secret.key", "wrong-hunter3");
    assertThatThrownBy(() -> StageStore.open(ROOT, wrong).requireWritable())
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write to s3a://sweeps/out: access was denied (check the credentials and what"
                + " they may do)");
  }
}
