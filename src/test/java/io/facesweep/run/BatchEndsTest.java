package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Batch;
import io.facesweep.plan.Batches;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.Start;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.spark.SweepFixture;
import io.facesweep.store.Measures;
import io.facesweep.store.StageError;
import io.facesweep.store.StageLookup;
import io.facesweep.store.StageStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a batch ends where neither memory nor its geometries are to blame. */
class BatchEndsTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir private Path folder;
  private StageStore store;
  private Batch batch;
  private final FakeRunner fake = new FakeRunner();
  private final FakeReporter reporter = new FakeReporter();
  private Watchdog watchdog = Watchdog.of(Duration.ZERO, () -> {});

  /** Four geometry stages of one shape. */
  @BeforeEach
  void plan() {
    store = StageStore.open(folder.toString(), new Configuration());
    SweepConfig config = SweepConfig.parse(SweepFixture.configuration("out", "", "a", "b"));
    Fingerprints fingerprints = Fingerprints.unread(config);
    batch = Batches.of(SweepPlanner.plan(config, fingerprints), Set.of(), 16, 16).geometry().get(0);
    assertThat(batch.stages()).hasSize(4);
  }

  @AfterEach
  void nothingIsKept() {
    assertThat(fake.rooms).isZero();
  }

  /** Refuses stages, and has opinions of those that throw. */
  private static final class FakeReporter implements BatchReporter {
    private Set<String> refused = Set.of();
    private boolean endsTheBatch;
    private final List<String> begun = new ArrayList<>();
    private final List<String> thrown = new ArrayList<>();

    @Override
    public BatchProgress progress(StageBatch part) {
      return BatchProgress.NONE;
    }

    @Override
    public Set<String> begin(List<String> stages) {
      begun.addAll(stages);
      return refused;
    }

    @Override
    public void onThrown(Stage stage, Throwable e) {
      thrown.add(stage.id() + " " + e.getMessage());
      if (endsTheBatch) {
        throw new IllegalStateException("no more", e);
      }
    }
  }

  private List<StageReport> run(int attempt) {
    StageCommit commit = commit();
    return new BatchRunner(
            store, fake, new DeviceExperience(), commit, watchdog, reporter, SpareCores.none())
        .run(batch, attempt);
  }

  private StageCommit commit() {
    return new StageCommit(
        store, new Provenance("host", "cpu", Map.of(), Fingerprints.NONE), List.of());
  }

  private String id(int index) {
    return batch.stages().get(index).id();
  }

  private StageError error(int index) {
    StageLookup lookup = store.lookup(batch.kind(), id(index));
    StageError error = ((StageLookup.Found) lookup).record().error();
    assertThat(error).isNotNull();
    return error;
  }

  private void assertNothingStored() {
    assertThat(batch.stages())
        .allMatch(s -> store.lookup(s.kind(), s.id()) instanceof StageLookup.Absent);
  }

  @Test
  void aStageThatHasCostItsExecutorsFailsAndTheOthersRun() {
    reporter.refused = Set.of(id(1));
    List<StageReport> reports = run(0);
    assertThat(reporter.begun).containsExactly(id(0), id(1), id(2), id(3));
    assertThat(reports.get(0))
        .isEqualTo(
            new StageReport(
                id(1),
                StageReport.End.FAILED,
                "3 executors were lost while it ran (out of memory, a broken GPU? see their"
                    + " logs)"));
    assertThat(error(1).type()).isEqualTo("ExecutorLost");
    assertThat(fake.sizes).containsExactly(3);
    assertThat(reports.subList(1, 4))
        .extracting(StageReport::end)
        .containsOnly(StageReport.End.DONE);
  }

  @Test
  void afterALostProcessStagesRunOneByOne() {
    assertThat(run(1)).extracting(StageReport::end).containsOnly(StageReport.End.DONE);
    assertThat(fake.sizes).containsExactly(1, 1, 1, 1);
  }

  @Test
  void whatTakesTooLongFailsAlone() {
    watchdog = new Watchdog(Duration.ofMillis(1), Duration.ofMillis(20), () -> {});
    CountDownLatch never = new CountDownLatch(1);
    fake.fault =
        part -> {
          if (part.stages().contains(batch.stages().get(2))) {
            await(never);
          }
        };
    List<StageReport> reports = run(0);
    assertThat(reports)
        .extracting(StageReport::end)
        .containsExactly(
            StageReport.End.DONE,
            StageReport.End.DONE,
            StageReport.End.FAILED,
            StageReport.End.DONE);
    assertThat(fake.sizes).containsExactly(4, 1, 1, 1, 1);
    assertThat(error(2).type()).isEqualTo("TimeLimit");
    assertThat(error(2).message())
        .isEqualTo(
            "took longer than run.trial-time-limit, which is 0 s, and hung: it was given up");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("woken", e);
    }
  }

  @Test
  void anInterruptionWhileItWaitsForMemoryIsNobodysFailure() {
    StageRunner waiting =
        new StageRunner() {
          @Override
          public List<SteppedStage> run(StageBatch part, BatchProgress progress) {
            throw new AssertionError("it has no memory yet");
          }

          @Override
          public Room room(StageBatch part) throws InterruptedException {
            throw new InterruptedException();
          }

          @Override
          public Measures measure(Stage stage, StoredResult result, long nonFinite) {
            throw new AssertionError("it only computes");
          }

          @Override
          public Measures measure(Start start) {
            throw new AssertionError("it only computes");
          }

          @Override
          public void close() {}
        };
    BatchRunner runner =
        new BatchRunner(
            store,
            waiting,
            new DeviceExperience(),
            commit(),
            watchdog,
            reporter,
            SpareCores.none());
    assertThatThrownBy(() -> runner.run(batch, 0))
        .isInstanceOf(StageInterruptedException.class)
        .hasMessage("while it waited for memory");
    assertThat(Thread.interrupted()).isTrue();
    assertNothingStored();
  }

  @Test
  void anInterruptionWhileStagesRunIsNobodysFailureEither() {
    watchdog = Watchdog.of(LONG, () -> {});
    Thread caller = Thread.currentThread();
    CountDownLatch never = new CountDownLatch(1);
    fake.fault =
        part -> {
          caller.interrupt();
          await(never);
        };
    assertThatThrownBy(() -> run(0))
        .isInstanceOf(StageInterruptedException.class)
        .hasMessage("while its stages ran");
    assertNothingStored();
  }

  @Test
  void whatAnotherFinishesMeanwhileIsTheOthers() {
    fake.fault =
        part -> {
          StageOutcome outcome =
              new StageOutcome.Done(
                  new Measures(null, Map.of("fit_view", 1.0), Map.of()), Map.of(), List.of());
          commit().commit(batch.stages().get(3), outcome, Instant.now(), 1);
        };
    List<StageReport> reports = run(0);
    assertThat(reports.get(3))
        .isEqualTo(new StageReport(id(3), StageReport.End.DONE_BY_ANOTHER, null));
    assertThat(store.read(batch.kind(), id(3)).orElseThrow().metrics()).containsKey("fit_view");
    assertThat(reports.subList(0, 3))
        .extracting(StageReport::end)
        .containsOnly(StageReport.End.DONE);
  }

  @Test
  void whatWasAskedToStopIsNotStored() {
    fake.outcome = new StageOutcome.Stopped(List.of());
    assertThat(run(0)).extracting(StageReport::end).containsOnly(StageReport.End.STOPPED);
    assertNothingStored();
  }

  @Test
  void aRunnerThatForgetsAStageIsToBlameForAll() {
    fake.forgets = 1;
    assertThat(run(0)).extracting(StageReport::end).containsOnly(StageReport.End.FAILED);
    assertThat(error(0).message()).isEqualTo("Invalid outcomes: 0 (expected 1, one a stage)");
  }

  @Test
  void whoHasTheBatchRunHearsOfWhatIsThrownAndMayEndIt() {
    fake.fault =
        part -> {
          throw new IllegalArgumentException("boom");
        };
    assertThat(run(0)).extracting(StageReport::end).containsOnly(StageReport.End.FAILED);
    assertThat(reporter.thrown).startsWith(id(0) + " boom").hasSize(4);

    reporter.endsTheBatch = true;
    assertThatThrownBy(() -> run(0)).hasMessage("no more").hasRootCauseMessage("boom");
  }
}
