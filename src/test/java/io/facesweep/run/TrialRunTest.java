package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.assets.AssetNames;
import io.facesweep.assets.NumpyFile;
import io.facesweep.cli.Console;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.store.Measures;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import io.facesweep.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials with real nets of a few weights. */
class TrialRunTest {
  private static final RunnerPlace PLACE =
      new RunnerPlace(Device.CPU, new Configuration(), RunnerPlace.Process.ALONE, 1);

  @TempDir Path temporary;
  private final PlannedTrial planned = PlannedTrial.of(load(), 0, PLACE);
  private final Interruption interruption = new Interruption();

  private static SweepConfig load() {
    List<String> overrides = new ArrayList<>();
    List<String> arguments = Arrays.asList(Console.onGolden("trial"));
    for (int i = 2; i < arguments.size(); i += 2) {
      overrides.add(arguments.get(i + 1));
    }
    return SweepConfig.load(Path.of(Console.configuration()), overrides);
  }

  private TrialSummary run(TrialRun.Progress listener) {
    return run(planned, folder(), listener, interruption);
  }

  private static TrialSummary run(
      PlannedTrial planned, Path folder, TrialRun.Progress listener, Interruption interruption) {
    return new TrialRun(planned, PLACE, new TrialFolder(folder), listener, interruption).run();
  }

  private Path folder() {
    return temporary.resolve("trial");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private boolean isDone(StageKind kind) {
    StageStore store = new TrialFolder(folder()).store(PLACE.hadoop());
    return planned.stages().stream()
        .filter(stage -> stage.kind() == kind)
        .anyMatch(stage -> store.isDone(kind, stage.id()));
  }

  @Test
  void anInterruptedTrialLeavesAConsistentFolder() throws IOException {
    TrialSummary summary =
        run(
            step -> {
              assertThat(folder().resolve("summary.json"))
                  .content()
                  .contains("\"status\": \"running\"");
              if (step.number() == 1) {
                interruption.request();
              }
            });
    assertThat(summary.status()).isEqualTo(TrialSummary.Status.INTERRUPTED);
    assertThat(summary.message())
        .isEqualTo("after 2 of 5 steps; the pictures show what there was by then");
    assertThat(names())
        .contains("contact.png", "effective.conf", "head.glb", "steps.csv", "summary.json")
        .doesNotContain("albedo.png", "metrics.json");
    assertThat(folder().resolve("summary.json"))
        .content()
        .contains("\"status\": \"interrupted\"", "\"steps\": 2");
    assertThat(Files.readAllLines(folder().resolve("steps.csv"))).hasSize(1 + 2);
    assertThat(isDone(StageKind.GEOMETRY)).isFalse();
  }

  @Test
  void anInterruptedTrialGoesOnFromItsLastFinishedStageToTheSameBytes() throws IOException {
    TrialSummary first =
        run(
            step -> {
              if (step.phase().equals("texture")) {
                interruption.request();
              }
            });
    assertThat(first.message())
        .isEqualTo("after 4 of 5 steps; the pictures show what there was by then");
    assertThat(isDone(StageKind.GEOMETRY)).isTrue();
    assertThat(isDone(StageKind.TEXTURE)).isFalse();

    List<String> heard = new ArrayList<>();
    TrialSummary second = run(planned, folder(), listener(heard), new Interruption());
    assertThat(second.status()).isEqualTo(TrialSummary.Status.DONE);
    assertThat(heard)
        .containsExactly("found 1 of 2", "texture 1 of 2", "texture 2 of 2", "measuring");
    assertThat(second.steps()).hasSize(5);

    Path whole = temporary.resolve("whole");
    run(planned, whole, step -> {}, new Interruption());
    for (String file : List.of("coefficients.json", "latents.npy", "head.glb", "contact.png")) {
      assertThat(folder().resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
  }

  private static TrialRun.Progress listener(List<String> heard) {
    return new TrialRun.Progress() {
      @Override
      public void onStep(TrialRun.Step step) {
        heard.add("%s %d of %d".formatted(step.phase(), step.number() + 1, step.count()));
      }

      @Override
      public void onFound(int found, int stages, Path folder) {
        heard.add("found %d of %d".formatted(found, stages));
      }

      @Override
      public void onMeasuring(Path folder) {
        heard.add("measuring");
      }
    };
  }

  @Test
  void anInterruptionWhileItIsMeasuredLeavesAllButMetrics() throws IOException {
    TrialSummary summary =
        run(
            new TrialRun.Progress() {
              @Override
              public void onStep(TrialRun.Step step) {}

              @Override
              public void onMeasuring(Path written) {
                assertThat(written.resolve("head.glb")).exists();
                if (Files.exists(written.resolve("albedo.png"))) {
                  interruption.request();
                }
              }
            });
    assertThat(summary.status()).isEqualTo(TrialSummary.Status.INTERRUPTED);
    assertThat(summary.message()).isEqualTo("before its metrics");
    assertThat(names()).contains("albedo.png", "head.glb").doesNotContain("metrics.json");
    assertThat(isDone(StageKind.TEXTURE)).isFalse();
  }

  @Test
  void theStartOfATrialIsMeasuredOnce() throws IOException {
    assertThat(run(step -> {}).status()).isEqualTo(TrialSummary.Status.DONE);
    Instrument instrument = planned.runners().instrument();
    Path file =
        folder()
            .resolve("starts")
            .resolve(planned.start().id())
            .resolve("measures-" + instrument.id() + ".json");
    StageStore store = new TrialFolder(folder()).store(PLACE.hadoop());
    Measures start = store.start(planned.start().id(), instrument.id()).orElseThrow();
    assertThat(start.metrics()).containsEntry("coefficient_norm", 0.0).containsKey("fit_text");
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertThat(run(step -> {}).status()).isEqualTo(TrialSummary.Status.DONE);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(0));
  }

  @Test
  void aTextureTakesWhatItsGeometryWasMeasuredToBe() throws UnusableGeometryException {
    run(step -> {});
    StageStore store = new TrialFolder(folder()).store(PLACE.hadoop());
    Stage stage = planned.stages().get(1);
    StageRecord record = store.read(StageKind.TEXTURE, stage.id()).orElseThrow();
    StoredGeometry head = new StoredGeometries(store).of(stage.geometryStage());
    assertThat(head.measures().metrics()).containsKeys("geometry_fit_text", "geometry_face_back");
    float[] latents =
        NumpyFile.read(
            store.readAsset(record, record.asset(AssetNames.LATENTS).orElseThrow()), "latents");
    try (StageRunner runner = PLACE.open(planned.runners(), planned.trial().models())) {
      Measures asked =
          runner.measure(
              stage,
              new StoredResult(new StoredGeometry(head.coefficients(), Measures.NONE), latents),
              0);
      Measures taken = runner.measure(stage, new StoredResult(head, latents), 0);
      assertThat(taken).as("bit for bit").isEqualTo(asked);
      assertThat(record.measures().without("peak_memory")).isEqualTo(asked);
      Measures others =
          new Measures(
              head.measures().instrument(),
              Map.of("geometry_fit_text", 99.0),
              Map.of("geometry_fit_text_precision", Map.of("another prompt", 1.0)));
      assertThat(
              runner.measure(
                  stage,
                  new StoredResult(new StoredGeometry(head.coefficients(), others), latents),
                  0))
          .as("measured among other prompts")
          .isEqualTo(asked);
    }
  }

  @Test
  void aBugLeavesAFailedTrialAndIsNotHidden() {
    assertThatThrownBy(
            () ->
                run(
                    step -> {
                      throw new IllegalStateException("broken");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
    assertThat(folder().resolve("summary.json"))
        .content()
        .contains("\"status\": \"failed\"", "IllegalStateException: broken");
    assertThat(folder().resolve("stages")).doesNotExist();
  }

  @Test
  void writesNothingWhereTheModelsCannotRunTheSettings() {
    SynthesisRunners all = (SynthesisRunners) planned.runners();
    ModelSettings models = planned.trial().models();
    ModelSettings fewer =
        new ModelSettings(
            Map.of(
                ModelRole.DIFFUSION, models.place(ModelRole.DIFFUSION),
                ModelRole.FACE, models.place(ModelRole.FACE)),
            models.dtype(),
            models.vaeDtype());
    PlannedTrial without =
        new PlannedTrial(
            planned.config(),
            planned.trial(),
            planned.stages(),
            planned.start(),
            new Fewer(all, fewer));
    assertThatThrownBy(() -> run(without, folder(), step -> {}, interruption))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("models.depth-controlnet is not loaded")
        .hasMessageContaining("models.texture-controlnet is not loaded");
    assertThat(folder()).doesNotExist();
  }

  /** Opens other models than it is asked for. */
  private record Fewer(SynthesisRunners all, ModelSettings fewer) implements StageRunners {
    @Override
    public String key() {
      return "fewer";
    }

    @Override
    public StageRunner open(RunnerPlace place, ModelSettings models) {
      return all.open(place, fewer);
    }
  }
}
