package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Batch;
import io.facesweep.plan.Batches;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.spark.SweepFixture;
import io.facesweep.store.StageError;
import io.facesweep.store.StageLookup;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchRunnerTest {
  private static final String CUDA_OUT_OF_MEMORY =
      """
      The following operation failed in the TorchScript interpreter.
      Traceback of TorchScript (most recent call last):
        File "operators.py", line 12, in conv2d
      RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has 1.1 GiB free.
      """;
  private static final String CUDA_ERROR =
      """
      CUDA error: an illegal memory access was encountered
      CUDA kernel errors might be asynchronously reported at some other API call.
      """;
  private static final int ALL = 16;

  @TempDir private Path folder;
  private StageStore store;
  private Batches batches;
  private final DeviceExperience experience = new DeviceExperience();
  private final FakeRunner fake = new FakeRunner();

  /** Eight prompts: 16 geometry stages of one shape, and 16 texture stages of each of two. */
  @BeforeEach
  void plan() {
    store = StageStore.open(folder.toString(), new Configuration());
    String[] prompts = {"a", "b", "c", "d", "e", "f", "g", "h"};
    SweepConfig config = SweepConfig.parse(SweepFixture.configuration("out", "", prompts));
    SweepPlan plan = SweepPlanner.plan(config, Fingerprints.unread(config));
    batches = Batches.of(plan, Set.of(), ALL);
    assertThat(geometry().stages()).hasSize(ALL);
  }

  private Batch geometry() {
    return batches.geometry().get(0);
  }

  private List<StageReport> run(Batch batch) {
    StageCommit commit =
        new StageCommit(
            store, new Provenance("host", "cuda:0", Map.of(), Fingerprints.NONE), List.of());
    Watchdog watchdog = new Watchdog(Duration.ZERO, Duration.ZERO, () -> {});
    return new BatchRunner(
            store, fake, experience, commit, watchdog, BatchReporter.NONE, SpareCores.none())
        .run(batch, 0);
  }

  private void throwAbove(int most, String message) {
    fake.fault =
        batch -> {
          if (batch.size() > most) {
            throw new IllegalStateException(message);
          }
        };
  }

  private void throwFor(Stage stage, RuntimeException e) {
    fake.fault =
        batch -> {
          if (batch.stages().contains(stage)) {
            throw e;
          }
        };
  }

  private void assertAllDone(Batch batch, List<StageReport> reports) {
    assertThat(reports).extracting(StageReport::id).containsExactlyElementsOf(ids(batch));
    assertThat(reports).extracting(StageReport::end).containsOnly(StageReport.End.DONE);
  }

  private static List<String> ids(Batch batch) {
    return batch.stages().stream().map(Stage::id).toList();
  }

  private List<Integer> recordedSizes(Batch batch) {
    return batch.stages().stream().map(stage -> record(stage).batchSize()).toList();
  }

  private StageRecord record(Stage stage) {
    return ((StageLookup.Found) store.lookup(stage.kind(), stage.id())).record();
  }

  private StageError error(Stage stage) {
    StageError error = record(stage).error();
    assertThat(error).isNotNull();
    return error;
  }

  @Test
  void whatFitsRunsInOneGo() {
    assertAllDone(geometry(), run(geometry()));
    assertThat(fake.sizes).containsExactly(ALL);
    assertThat(recordedSizes(geometry())).containsOnly(ALL);
    assertThat(experience.hasWorked()).isTrue();
  }

  @Test
  void whatDoesNotFitRunsInParts() {
    fake.room = 5;
    assertAllDone(geometry(), run(geometry()));
    assertThat(fake.sizes).containsExactly(5, 5, 5, 1);
    assertThat(recordedSizes(geometry()))
        .isEqualTo(List.of(5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 1));
    assertThat(fake.rooms).isZero();
  }

  @Test
  void withoutMemoryItGoesOnInHalves() {
    throwAbove(5, CUDA_OUT_OF_MEMORY);
    assertAllDone(geometry(), run(geometry()));
    assertThat(fake.sizes).containsExactly(16, 8, 4, 4, 4, 4);
    assertThat(fake.wasted(ALL)).isEqualTo(24);
    assertThat(fake.released).isEqualTo(2);
    assertThat(recordedSizes(geometry())).containsOnly(4);
    assertThat(fake.rooms).isZero();
  }

  @Test
  void whatWorkedIsWhereTheNextBatchOfItsShapeBegins() {
    throwAbove(5, CUDA_OUT_OF_MEMORY);
    run(geometry());
    List<Batch> textures = batches.texture();
    run(textures.get(0));
    fake.sizes.clear();
    run(textures.get(1));
    assertThat(fake.sizes).as("another shape").containsExactly(16, 8, 4, 4, 4, 4);
    Batch again = batchOf(textures.get(1), "another sweep");
    fake.sizes.clear();
    run(again);
    assertThat(fake.sizes).as("the same shape").containsExactly(4, 4, 4, 4);
  }

  /** Stages like those of a batch, which nobody has run. */
  private static Batch batchOf(Batch like, String seed) {
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : like.stages()) {
      stages.add(
          new Stage(
              stage.kind(),
              stage.id() + Integer.toHexString(seed.hashCode()),
              stage.promptText(),
              stage.seed(),
              stage.settings(),
              stage.models(),
              stage.shape(),
              stage.geometryStage()));
    }
    return new Batch(0, like.shape(), stages);
  }

  @Test
  void whatHasEndedIsCommittedBeforeTheNextPartRuns() {
    fake.room = 8;
    Stage last = geometry().stages().get(8);
    fake.fault =
        batch -> {
          if (batch.stages().contains(last) && batch.size() > 2) {
            List<String> done = ids(geometry()).subList(0, 8);
            assertThat(done).allMatch(id -> store.isDone(StageKind.GEOMETRY, id));
            throw new IllegalStateException(CUDA_OUT_OF_MEMORY);
          }
        };
    assertAllDone(geometry(), run(geometry()));
    assertThat(fake.sizes).containsExactly(8, 8, 4, 2, 2, 2, 2);
    assertThat(recordedSizes(geometry()).subList(0, 8)).containsOnly(8);
  }

  @Test
  void aStageThatIsTooMuchAloneFailsAndSaysWhatToDo() {
    Stage greedy = geometry().stages().get(2);
    throwFor(greedy, new IllegalStateException(CUDA_OUT_OF_MEMORY));
    List<StageReport> reports = run(geometry());
    assertThat(fake.sizes.subList(0, 7)).containsExactly(16, 8, 4, 2, 2, 1, 1);
    assertThat(reports).hasSize(ALL);
    assertThat(reports.stream().filter(report -> report.end() == StageReport.End.FAILED))
        .extracting(StageReport::id)
        .containsExactly(greedy.id());
    assertThat(error(greedy).type()).isEqualTo("OutOfMemory");
    assertThat(error(greedy).message())
        .isEqualTo(
            "Cannot run a trial, not even alone: CUDA out of memory. Tried to allocate 2.00 GiB."
                + " GPU 0 has 1.1 GiB free.; lower texture.resolution, texture.render-resolution or"
                + " geometry.encode-resolution, or let fewer tasks share the device");
  }

  @Test
  void javasOwnHeapIsMemoryToo() {
    fake.fault =
        batch -> {
          if (batch.size() > 4 || batch.stages().contains(geometry().stages().get(0))) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    List<StageReport> reports = run(geometry());
    assertThat(reports.stream().filter(report -> report.end() == StageReport.End.DONE))
        .hasSize(ALL - 1);
    assertThat(error(geometry().stages().get(0)).message())
        .isEqualTo(
            "Cannot run a trial, not even alone: Java heap space; raise spark.executor.memory, or"
                + " -Xmx in FACESWEEP_JAVA_OPTS where a sweep runs in one process");
  }

  @Test
  void aBrokenDeviceFailsNoStage() {
    fake.room = 4;
    throwFor(geometry().stages().get(5), new IllegalStateException(CUDA_ERROR));
    assertThatThrownBy(() -> run(geometry()))
        .isInstanceOf(BrokenDeviceException.class)
        .hasMessage("CUDA error: an illegal memory access was encountered");
    assertThat(fake.sizes).containsExactly(4, 4);
    List<String> ids = ids(geometry());
    assertThat(ids.subList(0, 4)).allMatch(id -> store.isDone(StageKind.GEOMETRY, id));
    assertThat(ids.subList(4, ALL))
        .allMatch(id -> store.lookup(StageKind.GEOMETRY, id) instanceof StageLookup.Absent);
    assertThat(fake.rooms).isZero();
  }

  @Test
  void aDeviceThatBreaksWhileStagesAreTriedAloneFailsNoneEither() {
    Stage culprit = geometry().stages().get(1);
    fake.fault =
        batch -> {
          if (batch.stages().contains(culprit)) {
            throw new IllegalStateException(batch.size() > 1 ? "boom" : CUDA_ERROR);
          }
        };
    assertThatThrownBy(() -> run(geometry())).isInstanceOf(BrokenDeviceException.class);
    assertThat(fake.sizes).containsExactly(16, 1, 1);
    assertThat(store.isDone(StageKind.GEOMETRY, geometry().stages().get(0).id())).isTrue();
    assertThat(store.lookup(StageKind.GEOMETRY, culprit.id()))
        .isInstanceOf(StageLookup.Absent.class);
  }

  @Test
  void ofStagesThatThrowTogetherOnlyTheOneToBlameFails() {
    Stage culprit = geometry().stages().get(3);
    throwFor(culprit, new IllegalArgumentException("boom"));
    List<StageReport> reports = run(geometry());
    assertThat(fake.sizes).hasSize(1 + ALL).startsWith(16, 1).endsWith(1);
    assertThat(reports.stream().filter(report -> report.end() == StageReport.End.FAILED))
        .extracting(StageReport::id, StageReport::error)
        .containsExactly(tuple(culprit.id(), "boom"));
    assertThat(error(culprit).type()).isEqualTo("java.lang.IllegalArgumentException");
    assertThat(fake.released).isZero();
  }

  @Test
  void aTrialThatMemoryDoesNotAdmitFailsAndTheOthersGoOn() {
    Stage large = geometry().stages().get(0);
    fake.refusal =
        batch -> {
          if (batch.stages().get(0).equals(large)) {
            throw new UserException("Cannot run a trial: each takes about 9.0 GiB");
          }
        };
    List<StageReport> reports = run(geometry());
    assertThat(fake.sizes).containsExactly(15);
    assertThat(reports.get(0).error()).isEqualTo("Cannot run a trial: each takes about 9.0 GiB");
    assertThat(reports.subList(1, ALL))
        .extracting(StageReport::end)
        .containsOnly(StageReport.End.DONE);
  }

  @Test
  void whatSomeoneHasFinishedDoesNotRun() {
    run(geometry());
    fake.sizes.clear();
    assertThat(run(geometry()))
        .extracting(StageReport::end)
        .containsOnly(StageReport.End.DONE_BY_ANOTHER);
    assertThat(fake.sizes).isEmpty();
  }

  @Test
  void onlyWhatStandsOnADamagedGeometryFails() throws IOException {
    run(geometry());
    byte[] written = GeometryFile.write(new float[] {1});
    byte[] flipped = written.clone();
    flipped[written.length / 2] ^= 1;
    List<byte[]> contents =
        List.of(
            Arrays.copyOf(written, written.length - 1),
            new byte[0],
            "another file, of another kind".getBytes(StandardCharsets.UTF_8),
            flipped,
            "{\"components\": [{\"value\": NaN}]}".getBytes(StandardCharsets.UTF_8));
    List<Stage> textures = batches.texture().get(0).stages();
    Set<Stage> damaged = new LinkedHashSet<>();
    for (int i = 0; i < contents.size(); i++) {
      Files.write(coefficientsOf(textures.get(2 * i)), contents.get(i));
      damaged.add(textures.get(2 * i));
    }
    Stage missing = textures.get(11);
    Files.delete(coefficientsOf(missing));
    damaged.add(missing);
    Stage replaced = textures.get(13);
    Files.delete(coefficientsOf(replaced));
    Files.createDirectory(coefficientsOf(replaced));
    damaged.add(replaced);

    assertOnlyTheseFail(damaged);

    assertThat(damaged)
        .allSatisfy(
            stage ->
                assertThat(error(stage).message())
                    .startsWith("Cannot read " + coefficientsOf(stage) + ": it is ")
                    .endsWith(advice(stage)));
    assertThat(error(missing).message()).contains(": it is not there (delete ");
    assertThat(error(replaced).message()).contains(": it is no regular file (delete ");
    assertThat(error(textures.get(0)).message())
        .contains(
            ": it is not the file that was written (%d bytes with another SHA-256) (delete "
                .formatted(written.length));
  }

  @Test
  void aGeometryThatARecordVouchesForMustHaveCoefficientsToo() {
    List<Stage> geometries = geometry().stages();
    Map<String, byte[]> good = fake.files;
    Map<String, String> reasons = new TreeMap<>();
    for (String text :
        new String[] {
          "",
          "a picture",
          "{\"components\": [{\"value\": \"NaN\"}]}",
          "{\"components\": [{\"value\": 1}, {\"value\": 1e39}]}"
        }) {
      fake.files = Map.of(GeometryFile.NAME, text.getBytes(StandardCharsets.UTF_8));
      Stage stage = geometries.get(reasons.size());
      run(new Batch(0, stage.shape(), List.of(stage)));
      reasons.put(
          stage.id(),
          "Cannot read stages/geometry/%s/%s: %s"
              .formatted(
                  stage.id(),
                  record(stage).assets().get(0).path(),
                  text.contains("NaN")
                      ? "coefficient 0 is NaN (expected a finite number)"
                      : text.contains("1e39")
                          ? "coefficient 1 is Infinity (expected a finite number)"
                          : "it has no coefficients"));
    }
    fake.files = Map.of();
    Stage without = geometries.get(reasons.size());
    run(new Batch(0, without.shape(), List.of(without)));
    reasons.put(
        without.id(),
        "Cannot run a texture stage: its geometry %s has no coefficients.json"
            .formatted(without.id()));
    fake.files = good;
    run(geometry());

    List<Stage> damaged =
        batches.texture().get(0).stages().stream()
            .filter(stage -> reasons.containsKey(stage.geometryStage()))
            .toList();
    assertOnlyTheseFail(damaged);

    assertThat(damaged)
        .hasSize(5)
        .allSatisfy(
            stage ->
                assertThat(error(stage).message())
                    .isEqualTo(reasons.get(stage.geometryStage()) + advice(stage)));
  }

  @Test
  void aGeometryWithoutARecordToRelyOnFailsWhatStandsOnIt() throws IOException {
    run(geometry());
    Stage gone = batches.texture().get(0).stages().get(1);
    Stage edited = batches.texture().get(0).stages().get(4);
    Files.delete(geometryOf(gone).resolve("record.json"));
    Path record = geometryOf(edited).resolve("record.json");
    Files.writeString(record, Files.readString(record).replace("host", "ghost"));

    assertOnlyTheseFail(List.of(gone, edited));

    assertThat(error(gone).message())
        .isEqualTo(
            "Cannot run a texture stage: its geometry %s has no record (run again with -o"
                    .formatted(gone.geometryStage())
                + " run.retry-failed=true)");
    assertThat(error(edited).message())
        .startsWith("Cannot trust record " + record + ": ")
        .endsWith(" (run again with -o run.retry-failed=true)");
  }

  @Test
  void whereAllGeometriesAreDamagedNothingRuns() throws IOException {
    run(geometry());
    List<Stage> textures = batches.texture().get(0).stages();
    for (Stage stage : textures) {
      Files.write(coefficientsOf(stage), new byte[0]);
    }
    assertOnlyTheseFail(textures);
  }

  /** Runs the first batch of texture stages. */
  private void assertOnlyTheseFail(Collection<Stage> damaged) {
    Batch batch = batches.texture().get(0);
    fake.sizes.clear();
    List<StageReport> reports = run(batch);
    assertThat(reports).extracting(StageReport::id).containsExactlyInAnyOrderElementsOf(ids(batch));
    assertThat(reports.stream().filter(report -> report.end() == StageReport.End.FAILED))
        .extracting(StageReport::id)
        .containsExactlyInAnyOrderElementsOf(damaged.stream().map(Stage::id).toList());
    int able = batch.stages().size() - damaged.size();
    assertThat(fake.sizes).isEqualTo(able == 0 ? List.of() : List.of(able));
    assertThat(damaged).allMatch(stage -> error(stage).type().equals("DamagedGeometry"));
    assertThat(fake.rooms).isZero();
  }

  private Path geometryOf(Stage texture) {
    return folder.resolve("stages/geometry/" + texture.geometryStage());
  }

  private Path coefficientsOf(Stage texture) {
    String geometry = String.valueOf(texture.geometryStage());
    StageRecord record = store.read(StageKind.GEOMETRY, geometry).orElseThrow();
    return geometryOf(texture).resolve(record.asset(GeometryFile.NAME).orElseThrow().path());
  }

  private String advice(Stage texture) {
    return " (delete %s and run again with -o run.retry-failed=true)"
        .formatted(geometryOf(texture));
  }
}
