package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.spark.SweepFixture;
import io.facesweep.store.Measures;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReusedStagesTest {
  @TempDir private Path root;
  @TempDir private Path other;
  private StageStore store;
  private StageStore theirs;
  private SweepConfig config;
  private SweepPlan plan;

  @BeforeEach
  void computeElsewhere() {
    store = open(root);
    theirs = open(other);
    config =
        SweepConfig.parse(
            SweepFixture.configuration(
                root.toString(), "output.reuse = [\"%s\"]".formatted(other), "a man"));
    plan = SweepPlanner.plan(config, Fingerprints.unread(config));
    for (Stage stage : plan.geometryStages()) {
      done(theirs, stage);
    }
    done(theirs, plan.textureStages().get(0));
  }

  @Test
  void aPlanSaysWhatIsDoneElsewhereAndCopiesNothing() throws IOException {
    Map<String, Long> before = files(other);
    FinishedStages finished = FinishedStages.scan(store, plan);
    assertThat(reused().find(plan, finished))
        .containsExactly("3 stages are done in %s; a run copies them".formatted(other));
    assertThat(finished.doneCount()).isEqualTo(3);
    assertThat(files(root)).isEmpty();
    assertThat(files(other)).isEqualTo(before);
  }

  @Test
  void aRunCopiesFinishedStagesSoThatItsOutputStandsAlone() throws IOException {
    Map<String, Long> before = files(other);
    FinishedStages finished = FinishedStages.scan(store, plan);
    assertThat(reused().copy(store, plan, finished))
        .containsExactly("3 stages were copied from %s".formatted(other));
    assertThat(files(other)).isEqualTo(before);
    Stage stage = plan.textureStages().get(0);
    StageRecord record = store.read(StageKind.TEXTURE, stage.id()).orElseThrow();
    StageRecord origin = theirs.read(StageKind.TEXTURE, stage.id()).orElseThrow();
    assertThat(record.user()).isEqualTo(origin.user()).isEqualTo(StageStore.user());
    assertThat(record.finished()).isEqualTo(origin.finished());
    assertThat(record.metrics()).isEqualTo(origin.metrics());
    assertThat(store.missingAssets(record)).isEmpty();
    assertThat(store.readAsset(record, record.asset("head.glb").orElseThrow()))
        .containsExactly(1, 2);
    assertThat(FinishedStages.scan(store, plan).doneCount()).isEqualTo(3);
    assertThat(reused().copy(store, plan, FinishedStages.scan(store, plan))).isEmpty();
  }

  @Test
  void aStageWhoseFilesWereChangedIsNotReused() throws IOException {
    Path head;
    try (Stream<Path> paths = Files.walk(other.resolve("stages/texture"))) {
      head = paths.filter(path -> path.endsWith("head.glb")).findFirst().orElseThrow();
    }
    Files.write(head, new byte[] {6, 6});
    FinishedStages finished = FinishedStages.scan(store, plan);
    assertThat(reused().copy(store, plan, finished))
        .containsExactly(
            "Cannot read %s: it is not the file that was written (2 bytes with another SHA-256);"
                    .formatted(head)
                + " the stage is not reused",
            "2 stages were copied from %s".formatted(other));
    assertThat(store.read(StageKind.TEXTURE, plan.textureStages().get(0).id())).isEmpty();
  }

  @Test
  void rejectsAnOutputThatIsNotThere() {
    SweepConfig wrong =
        SweepConfig.parse(
            SweepFixture.configuration(
                root.toString(), "output.reuse = [\"%s/no\"]".formatted(other), "a man"));
    assertThatThrownBy(() -> ReusedStages.of(wrong, new Configuration()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot reuse stages of %s/no: there is no such output (correct output.reuse)"
                .formatted(other));
  }

  private ReusedStages reused() {
    return ReusedStages.of(config, new Configuration());
  }

  private static StageStore open(Path folder) {
    return StageStore.open(folder.toString(), new Configuration());
  }

  private static void done(StageStore store, Stage stage) {
    StageCommit commit =
        new StageCommit(
            store, new Provenance("host-1", "cpu", Map.of(), Fingerprints.NONE), List.of());
    StageOutcome outcome =
        new StageOutcome.Done(
            new Measures(null, Map.of("coefficient_norm", 1.0), Map.of()),
            Map.of("head.glb", new byte[] {1, 2}),
            List.of());
    commit.commit(stage, outcome, Instant.now(), 1);
  }

  /** Files and when they were written. */
  private static Map<String, Long> files(Path folder) throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(path.toString(), Files.getLastModifiedTime(path).toMillis());
      }
    }
    return files;
  }
}
