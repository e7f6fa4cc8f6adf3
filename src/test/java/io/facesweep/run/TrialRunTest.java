package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.assets.TrialSummary;
import io.facesweep.cli.Console;
import io.facesweep.cli.PlannedSweep;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Trial;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.StepRecord;
import io.facesweep.synthesis.TrialSpec;
import io.facesweep.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialRunTest {
  @TempDir Path temporary;
  private final SweepConfig config = load();
  private final LoadedModels models = LoadedModels.open(config.models(), Device.CPU);
  private final Interruption interruption = new Interruption();

  private static SweepConfig load() {
    List<String> overrides = new ArrayList<>();
    List<String> arguments = Arrays.asList(Console.onGolden("trial"));
    for (int i = 2; i < arguments.size(); i += 2) {
      overrides.add(arguments.get(i + 1));
    }
    return SweepConfig.load(Path.of(Console.configuration()), overrides);
  }

  @AfterEach
  void close() {
    models.close();
  }

  private TrialSummary run(TrialRun.Progress listener) {
    Trial trial = PlannedSweep.of(config).trials().get(0);
    return new TrialRun(config, trial, models, folder(), listener, interruption).run();
  }

  private Path folder() {
    return temporary.resolve("trial");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void anInterruptedTrialLeavesAConsistentFolder() throws IOException {
    TrialSummary summary =
        run(
            (trial, record, steps) -> {
              assertThat(folder().resolve("summary.json"))
                  .content()
                  .contains("\"status\": \"running\"");
              if (record.step() == 1) {
                interruption.request();
              }
            });
    assertThat(summary.status()).isEqualTo(TrialSummary.Status.INTERRUPTED);
    assertThat(summary.message())
        .matches("after 2 of \\d+ steps; the pictures show what there was by then");
    assertThat(names())
        .contains("contact.png", "effective.conf", "head.glb", "steps.csv", "summary.json")
        .doesNotContain("albedo.png", "metrics.json");
    assertThat(folder().resolve("summary.json"))
        .content()
        .contains("\"status\": \"interrupted\"", "\"steps\": 2");
    assertThat(Files.readAllLines(folder().resolve("steps.csv"))).hasSize(1 + 2);
  }

  @Test
  void anInterruptionWhileItIsMeasuredLeavesAllButMetrics() throws IOException {
    TrialSummary summary =
        run(
            new TrialRun.Progress() {
              @Override
              public void onStep(TrialSpec spec, StepRecord record, int total) {}

              @Override
              public void onMeasuring(Path written) {
                assertThat(written.resolve("head.glb")).exists();
                interruption.request();
              }
            });
    assertThat(summary.status()).isEqualTo(TrialSummary.Status.INTERRUPTED);
    assertThat(summary.message()).isEqualTo("before its metrics");
    assertThat(names()).contains("albedo.png", "head.glb").doesNotContain("metrics.json");
  }

  @Test
  void aBugLeavesAFailedTrialAndIsNotHidden() {
    assertThatThrownBy(
            () ->
                run(
                    (trial, record, steps) -> {
                      throw new IllegalStateException("broken");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
    assertThat(folder().resolve("summary.json"))
        .content()
        .contains("\"status\": \"failed\"", "IllegalStateException: broken");
  }

  @Test
  void writesNothingWhereTheModelsCannotRunTheSettings() {
    Trial trial = PlannedSweep.of(config).trials().get(0);
    ModelSettings all = config.models();
    ModelSettings fewer =
        new ModelSettings(
            Map.of(
                ModelRole.DIFFUSION, all.place(ModelRole.DIFFUSION),
                ModelRole.FACE, all.place(ModelRole.FACE)),
            all.dtype(),
            all.vaeDtype());
    try (LoadedModels without = LoadedModels.open(fewer, Device.CPU)) {
      TrialRun run =
          new TrialRun(config, trial, without, folder(), (spec, record, total) -> {}, interruption);
      assertThatThrownBy(run::run)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("models.depth-controlnet is not loaded")
          .hasMessageContaining("models.texture-controlnet is not loaded");
    }
    assertThat(folder()).doesNotExist();
  }
}
