package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.settings.ModelRole;
import io.facesweep.spark.SweepFixture;
import io.facesweep.store.Measures;
import io.facesweep.store.StageError;
import io.facesweep.store.StageLookup;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepLog;
import io.facesweep.store.StepRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageCommitTest {
  private static final StepRow STEP =
      new StepRow("geometry", 0, 980, 1, Map.of(), 0, 0.1, 0, 0, "front");
  private static final StageOutcome DONE =
      new StageOutcome.Done(
          new Measures(
              "0123456789abcdef",
              Map.of("coefficient_norm", 1.5),
              Map.of("fit_text_precision", Map.of("a man", 0.5))),
          Map.of("head.glb", new byte[] {1, 2}),
          List.of(STEP));
  private static final StageOutcome FAILED =
      new StageOutcome.Failed(
          new StageError("Diverged", "went off at step 1", "geometry", 1), List.of(STEP));
  private static final List<Duration> PAUSES = StageCommit.pauses(Duration.ofSeconds(35));

  @TempDir private Path folder;
  private final Stage stage = stage();
  private final List<Duration> waited = new ArrayList<>();

  private static Stage stage() {
    SweepConfig config = SweepConfig.parse(SweepFixture.configuration("out", "", "a man"));
    Fingerprints fingerprints = Fingerprints.unread(config);
    return SweepPlanner.plan(config, fingerprints).geometryStages().get(0);
  }

  private StageStore store() {
    return StageStore.open(folder.toString(), new Configuration());
  }

  private StageCommit commit(StageCommit.Wait wait) {
    Map<ModelRole, Map<String, String>> models =
        Map.of(ModelRole.FACE, Map.of("builtin:head", "0123abcd"));
    Provenance provenance =
        new Provenance("host-1", "cpu", Map.of("java", "17"), new Fingerprints(models, Map.of()));
    return new StageCommit(store(), provenance, PAUSES, wait);
  }

  private StageReport commit(StageOutcome outcome) {
    return commit(waited::add).commit(stage, outcome, Instant.now().minusSeconds(8), 4);
  }

  private StageRecord record() {
    return ((StageLookup.Found) store().lookup(stage.kind(), stage.id())).record();
  }

  private List<Path> attempts() throws IOException {
    try (Stream<Path> entries = Files.list(folder.resolve("stages/geometry/" + stage.id()))) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  /** A file in the place of a folder: nothing can be written until it is gone. */
  private Path block() throws IOException {
    return Files.writeString(folder.resolve("stages"), "in the way");
  }

  @Test
  void pausesGrowAndAddUp() {
    assertThat(PAUSES)
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));
    assertThat(StageCommit.pauses(Duration.ofSeconds(7)))
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(2));
    assertThat(StageCommit.pauses(Duration.ZERO)).isEmpty();
  }

  @Test
  void aRecordSaysWhatCameOfTheStage() {
    assertThat(commit(DONE)).isEqualTo(new StageReport(stage.id(), StageReport.End.DONE, null));
    StageRecord record = record();
    assertThat(record.status()).isEqualTo(StageStatus.DONE);
    assertThat(record.metrics()).containsEntry("coefficient_norm", 1.5);
    assertThat(record.measures().promptErrors())
        .containsEntry("fit_text_precision", Map.of("a man", 0.5));
    assertThat(record.settings()).containsEntry("prompt_text", stage.promptText());
    assertThat(record.host()).isEqualTo("host-1");
    assertThat(record.versions()).containsEntry("java", "17");
    assertThat(record.settings())
        .containsEntry("models_face", "builtin:head")
        .containsEntry("models_face_fingerprint", "0123abcd")
        .containsKey("models_diffusion")
        .doesNotContainKeys("models_diffusion_fingerprint", "models_texture_controlnet");
    assertThat(record.batchSize()).isEqualTo(4);
    assertThat(record.shareSeconds()).isEqualTo(record.seconds().get(StageRecord.BATCH) / 4);
    byte[] steps = store().readAsset(record, record.asset(StageRecord.STEPS).orElseThrow());
    assertThat(StepLog.read(steps, "steps")).containsExactly(STEP);
    assertThat(waited).isEmpty();
  }

  @Test
  void aStoreThatFailsIsTriedAgain() throws IOException {
    Path obstacle = block();
    StageReport report =
        commit(
                pause -> {
                  waited.add(pause);
                  if (waited.size() == 2) {
                    delete(obstacle);
                  }
                })
            .commit(stage, DONE, Instant.now(), 1);
    assertThat(report.end()).isEqualTo(StageReport.End.DONE);
    assertThat(waited).isEqualTo(PAUSES.subList(0, 2));
    assertThat(record().status()).isEqualTo(StageStatus.DONE);
    assertThat(attempts()).hasSize(1);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aStoreThatFailsForTooLongEndsTheTask() throws IOException {
    Path obstacle = block();
    assertThatThrownBy(() -> commit(DONE))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write %s/geometry/%s/".formatted(obstacle, stage.id()));
    assertThat(waited).isEqualTo(PAUSES);
  }

  @Test
  void anInterruptionWhileItWaitsIsNobodysFailure() throws IOException {
    block();
    StageCommit commit =
        commit(
            pause -> {
              throw new InterruptedException();
            });
    assertThatThrownBy(() -> commit.commit(stage, DONE, Instant.now(), 1))
        .isInstanceOf(StageInterruptedException.class)
        .hasMessage("while it waited for the store");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whoComesSecondLeavesWhatTheFirstHasWritten() throws IOException {
    commit(DONE);
    StageRecord first = record();
    for (StageOutcome late : List.of(DONE, FAILED)) {
      assertThat(commit(late))
          .isEqualTo(new StageReport(stage.id(), StageReport.End.DONE_BY_ANOTHER, null));
    }
    assertThat(record()).isEqualTo(first);
    assertThat(store().missingAssets(first)).isEmpty();
    assertThat(attempts()).hasSize(1);
  }

  @Test
  void aFailureStandsUntilTheStageIsDone() throws IOException {
    assertThat(commit(FAILED))
        .isEqualTo(new StageReport(stage.id(), StageReport.End.FAILED, "went off at step 1"));
    assertThat(record().status()).isEqualTo(StageStatus.FAILED);
    assertThat(record().error()).isEqualTo(((StageOutcome.Failed) FAILED).error());
    assertThat(commit(DONE).end()).isEqualTo(StageReport.End.DONE);
    assertThat(record().status()).isEqualTo(StageStatus.DONE);
    assertThat(attempts()).hasSize(1);
  }
}
