package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.Start;
import io.facesweep.settings.ModelSettings;
import io.facesweep.spark.SweepFixture;
import io.facesweep.store.Measures;
import io.facesweep.store.StageError;
import io.facesweep.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials whose runner computes nothing, and has faults instead. */
class TrialFaultsTest {
  private static final RunnerPlace PLACE =
      new RunnerPlace(Device.CPU, new Configuration(), RunnerPlace.Process.ALONE, 1);

  @TempDir private Path temporary;
  private final Fake fake = new Fake();
  private Path folder;

  @BeforeEach
  void name() {
    folder = temporary.resolve("my trial");
  }

  /** Counts how often it is opened, and what it runs. */
  private static final class Fake implements StageRunners {
    private static final long serialVersionUID = 1L;
    private final transient List<String> events = new ArrayList<>();
    private transient Consumer<StageBatch> fault = batch -> {};
    private transient boolean fails;

    @Override
    public String key() {
      return "fake";
    }

    @Override
    public StageRunner open(RunnerPlace place, ModelSettings models) {
      events.add("open");
      return new StageRunner() {
        @Override
        public List<SteppedStage> run(StageBatch batch, BatchProgress progress) {
          events.add(batch.kind().name());
          fault.accept(batch);
          if (fails) {
            StageError error = new StageError("Diverged", "went off at step 1", "geometry", 1);
            return List.of(SteppedStage.ended(new StageOutcome.Failed(error, List.of())));
          }
          byte[] coefficients = GeometryFile.write(new float[] {1});
          Map<String, byte[]> files = Map.of(GeometryFile.NAME, coefficients);
          StageOutcome done = new StageOutcome.Done(Measures.NONE, files, List.of());
          return List.of(SteppedStage.ended(done));
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
        public void close() {
          events.add("close");
        }
      };
    }
  }

  private PlannedTrial planned(int index) {
    SweepConfig config = SweepConfig.parse(SweepFixture.configuration("out", "", "a", "b"));
    return PlannedTrial.of(config, index, Fingerprints.unread(config), fake);
  }

  private TrialSummary run() {
    return new TrialRun(planned(0), PLACE, new TrialFolder(folder), step -> {}, new Interruption())
        .run();
  }

  private void throwFor(StageKind kind, Throwable e) {
    fake.fault =
        batch -> {
          if (batch.kind() == kind) {
            if (e instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) e;
          }
        };
  }

  @Test
  void aFinishedTrialIsFoundWithoutItsModels() {
    assertThat(run().status()).isEqualTo(TrialSummary.Status.DONE);
    assertThat(fake.events).containsExactly("open", "GEOMETRY", "TEXTURE", "close");
    fake.events.clear();
    assertThat(run().status()).isEqualTo(TrialSummary.Status.DONE);
    assertThat(fake.events).isEmpty();
  }

  @Test
  void whatFailedRunsAgain() {
    fake.fails = true;
    TrialSummary failed = run();
    assertThat(failed.status()).isEqualTo(TrialSummary.Status.FAILED);
    assertThat(failed.message()).isEqualTo("went off at step 1");
    assertThat(fake.events).containsExactly("open", "GEOMETRY", "close");
    fake.fails = false;
    assertThat(run().status()).isEqualTo(TrialSummary.Status.DONE);
  }

  @Test
  void outOfMemoryIsAFailureWithAdvice() {
    throwFor(StageKind.TEXTURE, new OutOfMemoryError("Java heap space"));
    TrialSummary summary = run();
    assertThat(summary.status()).isEqualTo(TrialSummary.Status.FAILED);
    assertThat(summary.message())
        .startsWith("Cannot run a trial, not even alone: Java heap space; raise ");
  }

  @Test
  void aBrokenDeviceIsLeftAloneAndTheFirstStageStays() {
    throwFor(
        StageKind.TEXTURE, new IllegalStateException("CUDA error: unspecified launch failure"));
    assertThatThrownBy(this::run)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("cpu is broken, and this process cannot use it any more")
        .hasMessageContaining("run the trial again to go on");
    assertThat(fake.events).doesNotContain("close");
    assertThat(folder.resolve("summary.json")).content().contains("\"status\": \"failed\"");
    fake.fault = batch -> {};
    fake.events.clear();
    assertThat(run().status()).isEqualTo(TrialSummary.Status.DONE);
    assertThat(fake.events).containsExactly("open", "TEXTURE", "close");
  }

  @Test
  void aFileThatIsNotWhatTheRecordSaysIsNamedWithWhatToDo() throws IOException {
    run();
    Path file;
    try (var files = Files.walk(folder.resolve("stages/geometry"))) {
      file = files.filter(f -> f.endsWith(GeometryFile.NAME)).findFirst().orElseThrow();
    }
    Files.write(file, new byte[] {6});
    assertThatThrownBy(this::run)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot read %s: it is not the file that was written".formatted(file))
        .hasMessageEndingWith(
            " (delete %s and run the trial again)".formatted(file.getParent().getParent()));
  }

  @Test
  void aFolderIsForOneTrial() throws IOException {
    TrialFolder mine = new TrialFolder(folder);
    assertThat(mine.isFor(planned(0).trial())).as("new").isTrue();
    Files.createDirectories(folder);
    assertThat(mine.isFor(planned(0).trial())).as("empty").isTrue();
    run();
    assertThat(mine.isFor(planned(0).trial())).as("its own").isTrue();
    assertThat(mine.isFor(planned(1).trial())).as("another's").isFalse();
    for (String foreign :
        new String[] {
          "", "{}", "[1]", "{\"geometry_stage\": {}}", "{\"geometry_stage\": null}", "\u00ff{"
        }) {
      Files.writeString(folder.resolve("summary.json"), foreign);
      assertThat(mine.isFor(planned(0).trial())).as(foreign).isFalse();
    }
    Files.delete(folder.resolve("summary.json"));
    assertThat(mine.isFor(planned(0).trial())).as("without a summary").isFalse();
  }
}
