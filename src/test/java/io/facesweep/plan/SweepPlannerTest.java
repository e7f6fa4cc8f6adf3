package io.facesweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.SweepConfig;
import io.facesweep.settings.ModelRole;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepPlannerTest {
  private static final String STUDY =
      """
      sweep {
        prompts = [one, two, three, four]
        axes {
          view-dependent-prompts = [true, false]
          texture.depth-control = [true, false]
          texture.prior = [none, canny]
        }
      }
      """;

  @Test
  void trialsThatDifferOnlyInTextureShareTheirGeometry() {
    SweepPlan plan = Plans.plan(STUDY);
    assertThat(plan.trials()).hasSize(32);
    assertThat(plan.geometryStages()).hasSize(8);
    assertThat(plan.textureStages()).hasSize(32);
    assertThat(plan.prompts()).isEqualTo(4);
    assertThat(plan.combinations()).isEqualTo(8);
    assertThat(plan.seeds()).isEqualTo(1);
    assertThat(plan.excluded()).isZero();
    assertThat(plan.trials().stream().map(Trial::id))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[0-9a-f]{32}"));
    for (Stage texture : plan.textureStages()) {
      assertThat(plan.geometryStages().stream().map(Stage::id)).contains(texture.geometryStage());
    }
  }

  @Test
  void withoutSharingEveryTrialRunsAllItsPhases() {
    SweepPlan shared = Plans.plan(STUDY);
    SweepPlan plan = Plans.plan(STUDY + "run.share-stages = false");
    assertThat(plan.geometryStages()).hasSize(32);
    assertThat(plan.textureStages()).hasSize(32);
    assertThat(plan.trials().stream().map(Trial::id))
        .isEqualTo(shared.trials().stream().map(Trial::id).toList());
    assertThat(plan.geometryStages()).doesNotContainAnyElementsOf(shared.geometryStages());
    assertThat(plan.trials().get(5).textureStage()).isEqualTo(plan.textureStages().get(5).id());
    assertThat(plan.textureStages().get(5).geometryStage())
        .isEqualTo(plan.geometryStages().get(5).id());
  }

  @Test
  void trialsGoPromptByPromptThenByLevelsThenBySeed() {
    SweepPlan plan =
        Plans.plan(
            """
            sweep {
              prompts = [one, two], prompt-template = "head of {prompt}", seeds = [7, 5]
              axes {
                texture.steps = [300, 400]
                texture.wrap = [true, false]
              }
              exclude = [{ texture.steps = 300, texture.wrap = false }]
            }
            """);
    assertThat(plan.excluded()).isEqualTo(1);
    assertThat(
            plan.trials().stream()
                .map(
                    t ->
                        t.index()
                            + " "
                            + t.promptText()
                            + " "
                            + t.factors().values()
                            + " "
                            + t.seed()))
        .containsExactly(
            "0 head of one [300, true] 7",
            "1 head of one [300, true] 5",
            "2 head of one [400, true] 7",
            "3 head of one [400, true] 5",
            "4 head of one [400, false] 7",
            "5 head of one [400, false] 5",
            "6 head of two [300, true] 7",
            "7 head of two [300, true] 5",
            "8 head of two [400, true] 7",
            "9 head of two [400, true] 5",
            "10 head of two [400, false] 7",
            "11 head of two [400, false] 5");
    assertThat(plan.trials().get(0).prompt()).isEqualTo("one");
    assertThat(plan.trials().get(4).settings().texture().steps()).isEqualTo(400);
  }

  @Test
  void startsAreAsManyAsPromptsWhateverTheirStepsAre() {
    SweepPlan plan = Plans.plan(STUDY + "sweep.seeds = [1, 2, 3]");
    assertThat(plan.trials()).hasSize(96);
    assertThat(plan.starts())
        .extracting(Start::promptText)
        .containsExactly("one", "two", "three", "four");
    assertThat(plan.trials().stream().map(Trial::start).distinct())
        .containsExactlyElementsOf(plan.starts().stream().map(Start::id).toList());
  }

  @Test
  void anotherTextureShapeOrNoiseIsAnotherStart() {
    for (String axis :
        List.of(
            "texture.resolution = [256, 512]",
            "texture.init = [zeros, fixed-texture]",
            "texture.init-texture = [\"builtin:skin\", skin.png]",
            "geometry.coefficients = [[0], [1]]",
            "phases = [decoupled, geometry-only]")) {
      SweepPlan plan = Plans.plan("sweep { seeds = [1, 2], axes { %s } }".formatted(axis));
      assertThat(plan.starts()).as(axis).hasSize(2);
    }
    assertThat(Plans.plan("sweep.seeds = [1, 2], trial.texture.init = noise").starts()).hasSize(2);
    assertThat(
            Plans.plan("trial.texture.init = noise, sweep.axes { phases = [decoupled, joint] }")
                .starts())
        .as("each has noise of its own")
        .hasSize(2);
    assertThat(
            Plans.plan(
                    "trial.geometry.coefficients = [0], sweep.axes { phases = [decoupled, joint, texture-only] }")
                .starts())
        .hasSize(1);
  }

  /** Changes only on purpose: whoever has results would compute them all again. */
  @Test
  void idsStayWhatTheyAre() {
    Trial trial = Plans.trial("");
    assertThat(trial)
        .extracting(Trial::geometryStage, Trial::textureStage, Trial::id)
        .containsExactly(
            "41971824edf744f28ff616c7f00dccdc",
            "fa420c32d92fa1a3a4aaed463212fb26",
            "cb2ec5339484bd0ed066301b82fe7253");
    assertThat(SweepPlanner.SYNTHESIS_VERSION).isEqualTo(4);
  }

  @Test
  void phasesDecideWhichStagesATrialHas() {
    Trial geometry = Plans.trial("phases = geometry-only");
    assertThat(geometry.geometryStage()).isEqualTo(Plans.trial("").geometryStage());
    assertThat(geometry.textureStage()).isNull();
    Trial texture = Plans.trial("phases = texture-only, geometry.coefficients = [1]");
    assertThat(texture.geometryStage()).isNull();
    assertThat(texture.textureStage()).isNotNull();
    Trial joint = Plans.trial("phases = joint");
    assertThat(joint.geometryStage()).isNull();
    assertThat(Set.of(joint.textureStage(), texture.textureStage(), Plans.trial("").textureStage()))
        .hasSize(3);
  }

  @Test
  void levelsThatAreNotUsedShareAllStagesAndStayTwoTrials() {
    SweepPlan plan =
        Plans.plan("sweep.axes { texture.prior = [none, canny], texture.prior-weight = [1, 2] }");
    assertThat(plan.trials()).hasSize(4);
    assertThat(plan.textureStages()).hasSize(3);
    assertThat(plan.trials().get(0).id()).isNotEqualTo(plan.trials().get(1).id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sweep.name = other | sweep.name = tiny",
        "run { on-failure = stop, save.views = 3 } | spark.trials-per-task = 4",
        "output.uri = elsewhere | models.diffusion = \"another/path\"",
        "trial { texture.steps = 300, guidance.scale = 7 } | trial { guidance.scale = 7.0,"
            + " texture.steps = 3e2 }",
        "trial.guidance.scale = 7 | trial { geometry.guidance.scale = 7, texture.guidance.scale = 7"
            + " }",
        "trial.views.geometry.preset = paper | trial.views.geometry { preset = custom, elevation ="
            + " [0, 10, 30], azimuth = [0, 30, 60, 300, 330], distance-offset = [1, 2] }",
        "trial.geometry.coefficients = [1, 0] | trial.geometry.coefficients = [1]",
        "sweep.prompt-template = \"{prompt}\" | sweep.seeds = [0]",
      })
  void idsDoNotDependOnHowAThingIsSaid(String one, String other) {
    Trial first = Plans.plan(one).trials().get(0);
    Trial second = Plans.plan(other).trials().get(0);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.geometryStage()).isEqualTo(first.geometryStage());
    assertThat(second.textureStage()).isEqualTo(first.textureStage());
  }

  @Test
  void modelsThatAnAxisSetsMakeStagesOfTheirOwn() {
    SweepPlan both = unread("sweep.axes { models.diffusion = [x, y], models.face = [f, g] }");
    assertThat(both.trials()).hasSize(4);
    assertThat(both.geometryStages()).hasSize(4);
    assertThat(both.textureStages()).hasSize(4);
    Trial last = both.trials().get(3);
    assertThat(last.factors())
        .containsExactly(Map.entry("models.diffusion", "y"), Map.entry("models.face", "g"));
    assertThat(last.models().places())
        .containsEntry(ModelRole.DIFFUSION, "y")
        .containsEntry(ModelRole.FACE, "g");
    assertThat(both.textureStages().get(3).models()).isEqualTo(last.models());
    Trial alone = unread("models { diffusion = y, face = g }").trials().get(0);
    assertThat(alone.geometryStage()).isEqualTo(last.geometryStage());
    assertThat(alone.textureStage()).isEqualTo(last.textureStage());
  }

  @Test
  void modelsOfThePriorLeaveTheGeometryAsItIs() {
    SweepPlan plan =
        unread("sweep.axes { models.texture-controlnet = [x, y], texture.prior = [none, canny] }");
    assertThat(plan.geometryStages()).hasSize(1);
    assertThat(plan.textureStages()).as("none, and canny with either").hasSize(3);
    assertThat(plan.trials()).hasSize(4);
  }

  private static SweepPlan unread(String hocon) {
    SweepConfig config = Plans.config(hocon);
    return SweepPlanner.plan(config, Fingerprints.unread(config));
  }

  @ParameterizedTest
  @CsvSource({
    "sweep.seeds = [1]",
    "sweep.prompts = [\"another head\"]",
    "sweep.prompt-template = \"the {prompt}\"",
    "models.dtype = float16"
  })
  void idsDependOnPromptSeedAndDtype(String hocon) {
    Trial usual = Plans.trial("");
    Trial other = Plans.plan(hocon).trials().get(0);
    assertThat(other.geometryStage()).isNotEqualTo(usual.geometryStage());
    assertThat(other.textureStage()).isNotEqualTo(usual.textureStage());
  }

  @ParameterizedTest
  @CsvSource({
    "quickstart, 8, 4",
    "ablation, 128, 32",
    "views, 32, 32",
    "limits, 64, 8",
    "seed-faces, 24, 8",
    "seed-faces-12, 72, 24",
    "faceg2e, 1, 1"
  })
  void theConfigurationsThatComeWithItArePlanned(String name, int trials, int geometries) {
    SweepConfig config = SweepConfig.load(Path.of("conf", name + ".conf"), List.of());
    SweepPlan plan = SweepPlanner.plan(config, Plans.fingerprints(config));
    assertThat(plan.trials()).hasSize(trials);
    assertThat(plan.geometryStages()).hasSize(geometries);
    assertThat(plan.textureStages()).hasSize(trials);
    assertThat(SweepConfig.parse(config.effectiveHocon())).isEqualTo(config);
  }

  @Test
  void nearlyTwoHundredThousandTrialsArePlannedWithoutPairwiseWork(TestReporter reporter) {
    String prompts = texts(50);
    String scales =
        IntStream.range(0, 50).mapToObj(i -> "" + (i + 1)).collect(Collectors.joining(","));
    String weights =
        IntStream.range(0, 20).mapToObj(i -> "" + (i + 1)).collect(Collectors.joining(","));
    String hocon =
        """
sweep {
  prompts = [%s], seeds = [0, 1]
  axes { geometry.guidance.scale = [%s], texture.symmetry-weight = [%s], texture.wrap = [true], texture.smoothness-weight = [0, 1] }
  exclude = [{ texture.smoothness-weight = 1, texture.symmetry-weight = 1 }]
}
"""
            .formatted(prompts, scales, weights);
    long start = System.nanoTime();
    SweepConfig config = Plans.config(hocon);
    long read = System.nanoTime();
    SweepPlan plan = SweepPlanner.plan(config, Plans.fingerprints(config));
    long planned = System.nanoTime();
    Batches batches = Batches.of(plan, Set.of(), 16);
    long batched = System.nanoTime();
    reporter.publishEntry("read_ms", "" + (read - start) / 1_000_000);
    reporter.publishEntry("plan_ms", "" + (planned - read) / 1_000_000);
    reporter.publishEntry("batch_ms", "" + (batched - planned) / 1_000_000);
    assertThat(plan.trials()).hasSize(50 * 50 * 39 * 2);
    assertThat(plan.geometryStages()).hasSize(50 * 50 * 2);
    assertThat(new HashSet<>(plan.trials().stream().map(Trial::id).toList()))
        .hasSameSizeAs(plan.trials());
    assertThat(batches.texture().stream().mapToInt(batch -> batch.stages().size()).sum())
        .isEqualTo(195_000);
  }

  @Test
  void settingsOfEqualCombinationsAreHeldOnce() {
    SweepPlan plan =
        Plans.plan(
            "sweep { prompts = [%s], axes.texture.steps = [300, 400] }".formatted(texts(100)));
    Set<Integer> blocks = new HashSet<>();
    plan.trials()
        .forEach(trial -> blocks.add(System.identityHashCode(trial.settings().geometry())));
    assertThat(blocks).hasSize(1);
  }

  private static String texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "prompt-" + i).collect(Collectors.joining(","));
  }

  @Test
  void stagesOfLaterPromptsAreThoseThatEarlierOnesDoNotShare() {
    SweepPlan plan = Plans.plan("sweep { prompts = [a, b, c], seeds = [0, 1] }");
    assertThat(plan.stagesAfter(3)).isEmpty();
    assertThat(plan.stagesAfter(1)).hasSize(2 * 2 * 2);
    assertThat(plan.stagesAfter(1)).doesNotContain(plan.geometryStages().get(0).id());
    assertThat(plan.stagesAfter(2)).contains(plan.trials().get(5).textureStage()).hasSize(2 * 2);
  }

  @Test
  void aDesignHasItsCombinations() {
    String axes =
        "axes { view-dependent-prompts = [true, false], texture.steps = [400, 500, 600] }";
    assertThat(Plans.plan("sweep { design = one-factor, " + axes + " }").trials())
        .extracting(trial -> String.join(" ", trial.factors().values()))
        .containsExactly("true 400", "false 400", "true 500", "true 600");
    assertThat(Plans.plan("sweep { design = leave-one-out, " + axes + " }").trials())
        .extracting(trial -> String.join(" ", trial.factors().values()))
        .containsExactly("false 600", "true 600", "false 400", "false 500");
  }
}
