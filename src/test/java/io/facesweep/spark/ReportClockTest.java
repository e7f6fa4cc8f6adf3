package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Batches;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.store.RunProgress;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.SweepFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportClockTest {
  private static final int REPORTS = 3;

  @TempDir private Path root;
  private final List<String> console = new ArrayList<>();
  private StageStore store;
  private StoredSweep sweep;
  private SweepProgress progress;

  @BeforeEach
  void plan() {
    SweepConfig config = SweepConfig.parse(SweepFixture.configuration("" + root, "", "a bald man"));
    SweepPlan plan = SweepPlanner.plan(config, Fingerprints.unread(config));
    store = StageStore.open(root.toString(), new Configuration());
    sweep = new SweepFolder(store, plan.sweep()).write(config, plan);
    progress = new SweepProgress(Batches.of(plan, Set.of(), 2).geometry());
  }

  /** Keeps what it is told, and opens a latch. */
  private static final class Kept {
    private final List<@Nullable RunProgress> told = new ArrayList<>();
    private final CountDownLatch latch = new CountDownLatch(REPORTS);
    private final @Nullable RuntimeException problem;
    private int stops;

    Kept(@Nullable RuntimeException problem) {
      this.problem = problem;
    }

    synchronized void write(StageStore store, StoredSweep sweep, @Nullable RunProgress progress) {
      told.add(progress);
      latch.countDown();
      if (problem != null) {
        throw problem;
      }
    }

    synchronized void stop() {
      stops++;
    }

    RunReport asReport() {
      return new RunReport(this::write, this::stop);
    }
  }

  private void run(Kept report) throws InterruptedException {
    try (ReportClock clock =
        ReportClock.start(report.asReport(), Duration.ofMillis(1), store, sweep, console::add)) {
      clock.follow(progress);
      assertThat(report.latch.await(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void reportsTellOfTheStagesThatRunUntilTheClockIsClosed() throws Exception {
    Kept report = new Kept(null);
    run(report);
    int reports = report.told.size();
    RunProgress last = report.told.get(reports - 1);
    assertThat(last.stages()).singleElement().extracting(RunProgress.Stages::total).isEqualTo(2);
    assertThat(last.batches()).isEqualTo(1);
    assertThat(last.elapsed()).isPositive();
    assertThat(report.stops).isEqualTo(1);
    Thread.sleep(20);
    assertThat(report.told).hasSize(reports);
    assertThat(console).isEmpty();
  }

  @Test
  void aReportThatCannotBeWrittenIsSaidOnceAndTriedAgain() throws Exception {
    run(new Kept(new UserException("Cannot write /full: no space is left")));
    assertThat(console)
        .containsExactly(
            "Warning: the report is not up to date while the sweep runs: Cannot write /full: no"
                + " space is left");
  }

  @Test
  void anErrorOfOursDoesNotEndTheSweepEither() throws Exception {
    run(new Kept(new IllegalStateException("a bug")));
    assertThat(console)
        .containsExactly(
            "Warning: the report is not up to date while the sweep runs:"
                + " java.lang.IllegalStateException: a bug");
  }

  @Test
  void withoutAnIntervalThereIsNoReport() throws Exception {
    Kept report = new Kept(null);
    ReportClock.start(report.asReport(), Duration.ZERO, store, sweep, console::add).close();
    assertThat(report.told).isEmpty();
  }
}
