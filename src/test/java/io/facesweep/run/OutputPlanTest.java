package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.Start;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.plan.Trial;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.StoredTrial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputPlanTest {
  private static SweepPlan plan(String more) {
    SweepConfig config =
        SweepConfig.parse(
            """
            sweep {
              name = s, prompts = ["a man", "a woman"], seeds = [0, 1]
              axes { "texture.depth-control" = [false, true] }
            }
            models { diffusion = none, depth-controlnet = none }
            output.uri = out
            %s
            """
                .formatted(more));
    return SweepPlanner.plan(config, Fingerprints.unread(config));
  }

  /** What an output keeps of a plan, by a version that has other ids. */
  private static StoredSweep stored(SweepPlan plan, UnaryOperator<StoredTrial> change) {
    StoredSweep same = StoredSweep.of(plan);
    return new StoredSweep(
        same.name(),
        same.factors(),
        same.baseline(),
        same.design(),
        same.analysis(),
        same.looks(),
        same.trials().stream().map(change).toList());
  }

  private static StoredTrial renamed(StoredTrial trial) {
    return with(trial, other(trial.start()), trial.settings());
  }

  private static StoredTrial with(
      StoredTrial trial, @Nullable String start, Map<String, Object> settings) {
    return new StoredTrial(
        trial.index(),
        other(trial.id()),
        trial.prompt(),
        trial.promptText(),
        trial.seed(),
        trial.factors(),
        settings,
        other(trial.geometryStage()),
        other(trial.textureStage()),
        start);
  }

  private static @Nullable String other(@Nullable String id) {
    return id == null ? null : "old-" + id;
  }

  @Test
  void aPlanThatTheOutputHasStaysAsItIs() {
    SweepPlan plan = plan("");
    OutputPlan output = OutputPlan.of(plan, StoredSweep.of(plan));
    assertThat(output.plan()).isEqualTo(plan);
    assertThat(output.problems()).isEmpty();
  }

  @Test
  void idsAreThoseOfTheOutputAndSettingsThoseOfTheConfiguration() {
    SweepPlan plan = plan("");
    OutputPlan output = OutputPlan.of(plan, stored(plan, OutputPlanTest::renamed));
    assertThat(output.problems()).isEmpty();
    SweepPlan named = output.plan();
    assertThat(named.trials())
        .extracting(Trial::textureStage)
        .containsExactlyElementsOf(
            plan.trials().stream().map(trial -> other(trial.textureStage())).toList());
    assertThat(named.geometryStages()).hasSize(4);
    assertThat(named.textureStages()).hasSize(8);
    for (int i = 0; i < 8; i++) {
      Stage stage = named.textureStages().get(i);
      Stage own = plan.textureStages().get(i);
      assertThat(stage.id()).isEqualTo(other(own.id()));
      assertThat(stage.geometryStage()).isEqualTo(other(own.geometryStage()));
      assertThat(stage.settings()).isEqualTo(own.settings());
      assertThat(stage.promptText()).isEqualTo(own.promptText());
    }
    assertThat(named.starts())
        .extracting(Start::id)
        .containsExactlyElementsOf(plan.starts().stream().map(start -> other(start.id())).toList());
  }

  @Test
  void startsThatTheOutputDoesNotNameAreNamedNow() {
    SweepPlan plan = plan("");
    SweepPlan named =
        OutputPlan.of(plan, stored(plan, trial -> with(trial, null, trial.settings()))).plan();
    assertThat(named.trials())
        .extracting(Trial::start)
        .containsExactlyElementsOf(plan.trials().stream().map(Trial::start).toList());
    assertThat(named.starts()).isEqualTo(plan.starts());
  }

  @Test
  void trialsThatOnlyOneOfThemHasAreLeftAlone() {
    SweepPlan fewer = plan("sweep.seeds = [1]");
    OutputPlan output = OutputPlan.of(fewer, stored(plan(""), OutputPlanTest::renamed));
    assertThat(output.plan().trials()).hasSize(4).allMatch(trial -> trial.id().startsWith("old-"));
    assertThat(output.problems())
        .containsExactly(
            "4 trials of the output are not measured: the configuration has none with their prompt,"
                + " seed and levels (measure with the sweep's own, sweeps/s/effective.conf)");
    SweepPlan more = plan("sweep.seeds = [0, 1, 2]");
    OutputPlan grown = OutputPlan.of(more, stored(plan(""), OutputPlanTest::renamed));
    assertThat(grown.problems()).isEmpty();
    assertThat(grown.plan().trials()).hasSize(12);
    assertThat(grown.plan().trials().stream().filter(trial -> trial.id().startsWith("old-")))
        .hasSize(8);
  }

  @Test
  void aTextureOfAnotherSizeIsNotMadeAgain() {
    SweepPlan plan = plan("");
    OutputPlan output =
        OutputPlan.of(
            plan,
            stored(
                plan,
                trial -> {
                  Map<String, Object> settings = new HashMap<>(trial.settings());
                  settings.put("texture_resolution", trial.seed() == 0 ? 64L : 512L);
                  settings.put("texture_steps", 7L);
                  return with(trial, null, settings);
                }));
    long now = plan.trials().get(0).settings().texture().resolution();
    assertThat(now).isNotEqualTo(64);
    List<String> problems = output.problems();
    assertThat(problems.get(0))
        .isEqualTo(
            "Cannot measure 4 trials: they were computed with texture_resolution = 64, and the"
                + " configuration says %d (measure with the sweep's own,"
                + " sweeps/s/effective.conf)",
            now);
    assertThat(output.plan().trials()).hasSize(8);
  }
}
