package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Batch;
import io.facesweep.plan.Batches;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.spark.SweepFixture;
import io.facesweep.store.StageError;
import io.facesweep.store.StageLookup;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages that are finished beside the steps of the next part, and what goes wrong there. */
class BatchFinishingTest {
  private static final String CUDA_ERROR = "CUDA error: an illegal memory access was encountered";
  private static final String CUDA_OUT_OF_MEMORY =
      "CUDA out of memory. Tried to allocate 2.00 GiB.";

  @TempDir private Path folder;
  private StageStore store;
  private Batch batch;
  private final AtomicInteger busy = new AtomicInteger();
  private final FakeRunner fake = new FakeRunner();
  private final Queue<String> finished = new ConcurrentLinkedQueue<>();
  private int cores = 3;
  private List<Duration> pauses = List.of();
  private StageCommit.Wait wait = pause -> {};
  private Watchdog watchdog = Watchdog.of(Duration.ZERO, () -> {});

  /** Eight geometry stages of one shape, of which memory admits four at once. */
  @BeforeEach
  void plan() {
    store = StageStore.open(folder.toString(), new Configuration());
    SweepConfig config =
        SweepConfig.parse(SweepFixture.configuration("out", "", "a", "b", "c", "d"));
    Fingerprints fingerprints = Fingerprints.unread(config);
    batch = Batches.of(SweepPlanner.plan(config, fingerprints), Set.of(), 16).geometry().get(0);
    assertThat(batch.stages()).hasSize(8);
    fake.room = 4;
    fake.maxRooms = 2;
    onFinish(stage -> {});
  }

  @AfterEach
  void nothingIsKept() {
    assertThat(fake.rooms).as("rooms").isZero();
    assertThat(busy).as("cores").hasValue(0);
  }

  private void onFinish(Consumer<Stage> consumer) {
    fake.finishing =
        (stage, outcome) ->
            () -> {
              consumer.accept(stage);
              finished.add(stage.id());
              return outcome;
            };
  }

  private List<StageReport> run() {
    StageCommit commit =
        new StageCommit(
            store, new Provenance("host", "cuda:0", Map.of(), Fingerprints.NONE), pauses, wait);
    return new BatchRunner(
            store,
            fake,
            new DeviceExperience(),
            commit,
            watchdog,
            BatchReporter.NONE,
            new SpareCores(busy, cores))
        .run(batch, 0);
  }

  private Stage stage(int index) {
    return batch.stages().get(index);
  }

  private List<String> ids(int from, int to) {
    return batch.stages().subList(from, to).stream().map(Stage::id).toList();
  }

  private boolean hasRecord(String id) {
    return store.isDone(StageKind.GEOMETRY, id);
  }

  private void assertNoRecord(String id) {
    assertThat(store.lookup(StageKind.GEOMETRY, id)).isInstanceOf(StageLookup.Absent.class);
  }

  private void assertAllDone(List<StageReport> reports) {
    assertThat(reports).extracting(StageReport::id).containsExactlyElementsOf(ids(0, 8));
    assertThat(reports).extracting(StageReport::end).containsOnly(StageReport.End.DONE);
    assertThat(ids(0, 8)).allMatch(this::hasRecord);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).as("it is opened").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("woken", e);
    }
  }

  @Test
  void stagesAreFinishedWhileTheNextPartRuns() {
    CountDownLatch nextRuns = new CountDownLatch(1);
    fake.fault =
        part -> {
          if (part.stages().contains(stage(4))) {
            assertThat(ids(0, 4)).noneMatch(this::hasRecord);
            nextRuns.countDown();
          }
        };
    onFinish(stage -> await(nextRuns));
    assertAllDone(run());
    assertThat(fake.sizes).containsExactly(4, 4);
    assertThat(finished).containsExactlyInAnyOrderElementsOf(ids(0, 8));
  }

  @Test
  void withoutSpareCoresAPartIsFinishedBeforeTheNextRuns() {
    cores = 1;
    fake.maxRooms = 1;
    fake.fault =
        part ->
            assertThat(ids(0, part.stages().contains(stage(4)) ? 4 : 0)).allMatch(this::hasRecord);
    assertAllDone(run());
    assertThat(finished).containsExactlyElementsOf(ids(0, 8));
  }

  @Test
  void whenStepsAreOverMemoryIsKeptForOneStageUntilTheLastIsFinished() {
    CountDownLatch nextRuns = new CountDownLatch(1);
    List<String> seen = new ArrayList<>();
    fake.fault =
        part -> {
          seen.add("%d rooms, %d without steps".formatted(fake.rooms, fake.stepped));
          if (part.stages().contains(stage(4))) {
            nextRuns.countDown();
          }
        };
    onFinish(stage -> await(nextRuns));
    assertAllDone(run());
    assertThat(seen).containsExactly("1 rooms, 0 without steps", "2 rooms, 1 without steps");
  }

  @Test
  void stagesOfAPartHaveItsStartAndEachItsOwnEnd() {
    run();
    StageRecord first = store.read(StageKind.GEOMETRY, stage(0).id()).orElseThrow();
    for (Stage stage : batch.stages().subList(0, 4)) {
      StageRecord record = store.read(StageKind.GEOMETRY, stage.id()).orElseThrow();
      assertThat(record.started()).isEqualTo(first.started());
      assertThat(record.finished()).isAfterOrEqualTo(record.started());
      assertThat(record.batchSize()).isEqualTo(4);
      assertThat(record.seconds().get(StageRecord.BATCH)).isEqualTo(4 * record.shareSeconds());
    }
  }

  @Test
  void whoseFinishingThrowsFailsAloneAndStepsAreNotDoneAgain() {
    onFinish(
        stage -> {
          if (stage.equals(stage(2))) {
            throw new IllegalArgumentException("boom");
          }
        });
    List<StageReport> reports = run();
    assertThat(fake.sizes).containsExactly(4, 4);
    assertThat(reports.get(2))
        .isEqualTo(new StageReport(stage(2).id(), StageReport.End.FAILED, "boom"));
    assertThat(reports.stream().filter(report -> report.end() == StageReport.End.DONE)).hasSize(7);
    StageLookup lookup = store.lookup(StageKind.GEOMETRY, stage(2).id());
    StageError error = ((StageLookup.Found) lookup).record().error();
    assertThat(error).isNotNull();
    assertThat(error.type()).isEqualTo("java.lang.IllegalArgumentException");
  }

  @Test
  void whatMemoryDoesNotSufficeForIsFinishedWhenAllElseHasEnded() {
    onFinish(
        stage -> {
          if (stage.equals(stage(1)) && finished.size() < 7) {
            throw new IllegalStateException(CUDA_OUT_OF_MEMORY);
          }
        });
    assertAllDone(run());
    assertThat(finished).hasSize(8).endsWith(stage(1).id());
    assertThat(fake.released).isEqualTo(1);
    assertThat(fake.sizes).containsExactly(4, 4);
  }

  @Test
  void whatIsTooMuchToFinishAloneFailsAndSaysWhatToDo() {
    onFinish(
        stage -> {
          if (stage.equals(stage(1))) {
            throw new IllegalStateException(CUDA_OUT_OF_MEMORY);
          }
        });
    List<StageReport> reports = run();
    assertThat(reports.get(1).end()).isEqualTo(StageReport.End.FAILED);
    assertThat(reports.get(1).error())
        .startsWith("Cannot run a trial, not even alone: CUDA out of memory.");
    assertThat(reports.stream().filter(report -> report.end() == StageReport.End.DONE)).hasSize(7);
  }

  @Test
  void aDeviceThatBreaksInTheQueueFailsNoStage() {
    onFinish(
        stage -> {
          if (stage.equals(stage(5))) {
            throw new IllegalStateException(CUDA_ERROR);
          }
        });
    assertThatThrownBy(this::run).isInstanceOf(BrokenDeviceException.class).hasMessage(CUDA_ERROR);
    assertNoRecord(stage(5).id());
    assertThat(finished).allMatch(this::hasRecord);
  }

  @Test
  void aDeviceThatBreaksBesideTheQueueKeepsWhatHasEnded() {
    fake.fault =
        part -> {
          if (part.stages().contains(stage(4))) {
            throw new IllegalStateException(CUDA_ERROR);
          }
        };
    assertThatThrownBy(this::run).isInstanceOf(BrokenDeviceException.class);
    assertThat(finished).allMatch(this::hasRecord);
    assertThat(ids(4, 8)).allSatisfy(this::assertNoRecord);
  }

  /** The store goes when a stage is finished that is committed next; no other is, meanwhile. */
  private void loseStoreAt(int index) {
    CountDownLatch isGone = new CountDownLatch(1);
    fake.fault =
        part -> {
          while (part.stages().contains(stage(4)) && isGone.getCount() > 0) {
            Thread.onSpinWait();
          }
        };
    onFinish(
        stage -> {
          if (stage.equals(stage(index))) {
            removeStore();
            isGone.countDown();
          }
        });
  }

  /** Nothing can be written below a file. */
  private void removeStore() {
    try {
      Files.move(folder.resolve("stages"), folder.resolve("gone"));
      Files.writeString(folder.resolve("stages"), "in the way");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void mendStore() {
    try {
      if (Files.exists(folder.resolve("gone"))) {
        Files.delete(folder.resolve("stages"));
        Files.move(folder.resolve("gone"), folder.resolve("stages"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aQueueThatCannotDrainEndsTheTaskAndTheNextRunGoesOnFromThere() {
    cores = 2;
    loseStoreAt(2);
    assertThatThrownBy(this::run)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write " + folder.resolve("stages"));
    mendStore();
    assertThat(ids(0, 2)).allMatch(this::hasRecord);
    assertThat(ids(2, 8)).allSatisfy(this::assertNoRecord);
    fake.fault = part -> {};
    onFinish(stage -> {});
    finished.clear();
    assertThat(run()).hasSize(8);
    assertThat(finished).containsExactlyInAnyOrderElementsOf(ids(2, 8));
    assertThat(ids(0, 8)).allMatch(this::hasRecord);
  }

  @Test
  void aStoreThatComesBackInTimeCostsNothing() {
    cores = 2;
    pauses = StageCommit.pauses(Duration.ofSeconds(35));
    wait = pause -> mendStore();
    loseStoreAt(3);
    assertAllDone(run());
    assertThat(finished).hasSize(8);
  }

  @Test
  void aTaskThatIsKilledWhileTheQueueWaitsForTheStoreLeavesTheRestToTheNext() {
    cores = 2;
    Thread task = Thread.currentThread();
    CountDownLatch never = new CountDownLatch(1);
    pauses = List.of(Duration.ofHours(1));
    wait =
        pause -> {
          task.interrupt();
          never.await();
        };
    loseStoreAt(3);
    assertThatThrownBy(this::run).isInstanceOf(StageInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    mendStore();
    assertThat(ids(0, 3)).allMatch(this::hasRecord);
    assertThat(ids(3, 8)).allSatisfy(this::assertNoRecord);
  }

  @Test
  void aStageThatHangsInTheQueueIsGivenUpAlone() {
    watchdog = new Watchdog(Duration.ofSeconds(1), Duration.ofMillis(20), () -> {});
    CountDownLatch never = new CountDownLatch(1);
    onFinish(
        stage -> {
          if (stage.equals(stage(2))) {
            await(never);
          }
        });
    List<StageReport> reports = run();
    assertThat(reports.get(2).end()).isEqualTo(StageReport.End.FAILED);
    assertThat(reports.get(2).error())
        .isEqualTo(
            "took longer than run.trial-time-limit, which is 1 s, and hung: it was given up");
    assertThat(reports.stream().filter(report -> report.end() == StageReport.End.DONE)).hasSize(7);
    assertThat(fake.sizes).containsExactly(4, 4);
  }
}
