package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.TrialValues;
import io.facesweep.settings.Phases;
import io.facesweep.tensor.SameBits;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole trials on nets in the real layout. */
class GoldenTrialTest {
  private static final String GEOMETRY =
      """
      phases = geometry-only, views.geometry.preset = full-turn
      geometry { resolution = 64, encode-resolution = 64, steps = 20 }
      """;

  private static final String TEXTURE =
      """
      phases = texture-only, geometry.coefficients = [1, -1], views.texture.preset = paper
      texture { resolution = 32, render-resolution = 32, steps = 20, latent-steps = 10
                depth-control = true, prior = canny, light.mode = presets }
      """;

  private static LoadedModels loaded;

  @BeforeAll
  static void open() {
    loaded = GoldenModels.open();
  }

  @AfterAll
  static void close() {
    loaded.close();
  }

  @Test
  void givesTheSameGeometryAloneAndInABatch() {
    assertSameInEveryBatch(
        loaded.models(), GEOMETRY, result -> List.of(result.geometry().coefficients()));
  }

  @Test
  void givesTheSameTextureAloneAndInABatch() {
    assertSameInEveryBatch(
        GoldenModels.withFace(loaded, Toys.ball()), TEXTURE, GoldenTrialTest::textures);
  }

  @Test
  void optimisesJointlyTheSameAloneAndInABatch() {
    assertSameInEveryBatch(
        GoldenModels.withFace(loaded, Toys.ball()),
        TEXTURE + "phases = joint, geometry.steps = 6, texture.steps = 10\n",
        GoldenTrialTest::textures);
  }

  private static List<float[]> textures(TrialResult.Completed result) {
    TextureOutcome texture = texture(result);
    return List.of(result.geometry().coefficients(), texture.latents(), texture.albedo());
  }

  /** Runs trials one by one, as 3 and as 8: to the last bit all is the same. */
  private static void assertSameInEveryBatch(
      SynthesisModels models,
      String settings,
      Function<TrialResult.Completed, List<float[]>> numbers) {
    Synthesis synthesis = synthesis(models);
    List<TrialSpec> trials = batch(settings);
    List<TrialResult> eight = synthesis.run(trials);
    List<TrialResult> three = synthesis.run(trials.subList(0, 3));
    for (int i : new int[] {0, 2}) {
      TrialResult.Completed alone = completed(synthesis.run(List.of(trials.get(i))).get(0));
      assertSame(completed(eight.get(i)), alone, numbers);
      assertSame(completed(three.get(i)), alone, numbers);
      int steps = trials.get(i).settings().phases() == Phases.JOINT ? 16 : 20;
      assertThat(alone.steps()).hasSize(steps).allMatch(step -> step.nonFinite() == 0);
    }
  }

  private static void assertSame(
      TrialResult.Completed actual,
      TrialResult.Completed expected,
      Function<TrialResult.Completed, List<float[]>> numbers) {
    for (int part = 0; part < numbers.apply(expected).size(); part++) {
      SameBits.assertSame(
          "trial " + expected.trial().id() + ", part " + part,
          numbers.apply(actual).get(part),
          numbers.apply(expected).get(part));
    }
    for (int step = 0; step < expected.steps().size(); step++) {
      assertThat(actual.steps().get(step).gradientNorm())
          .isEqualTo(expected.steps().get(step).gradientNorm());
      assertThat(actual.steps().get(step).terms()).isEqualTo(expected.steps().get(step).terms());
    }
  }

  @Test
  void runsAllPhasesWithEveryNet() {
    Synthesis synthesis = synthesis(GoldenModels.withFace(loaded, Toys.ball()));
    for (String phases : List.of("decoupled", "joint")) {
      TrialSpec trial =
          new TrialSpec(
              "all",
              "a man",
              3,
              TrialValues.settings(
                  TEXTURE
                      + GEOMETRY
                      + "views.texture.preset = full-turn, geometry.steps = 3, texture { steps = 4,"
                      + " latent-steps = 2, prior = texture-unet, prior-yuv = true, symmetry-weight"
                      + " = 1, smoothness-weight = 1, init = noise }\n"
                      + " phases = "
                      + phases));
      TrialResult.Completed result = completed(synthesis.run(List.of(trial)).get(0));
      float[] albedo = texture(result).albedo();
      for (float value : albedo) {
        assertThat(value).isBetween(0f, 1f);
      }
      StepRecord last = result.steps().get(result.steps().size() - 1);
      assertThat(last.terms())
          .containsKeys(
              "prior-gradient-norm",
              "yuv-gradient-norm",
              "symmetry",
              "smoothness",
              "parameter-gradient-norm");
      assertThat(last.gradientNorm()).isPositive();
    }
  }

  /** Eight trials; the first has the default guidance, whose scale is 100. */
  private static List<TrialSpec> batch(String settings) {
    List<TrialSpec> trials = new ArrayList<>();
    trials.add(trial("a", 0, settings));
    trials.add(
        trial("b", 1, settings + "guidance { scale = 7.5, timestep = uniform, posterior = mean }"));
    trials.add(trial("c", 2, settings + "guidance.form = conditional"));
    for (int i = 3; i < 8; i++) {
      trials.add(trial("more" + i, i, settings));
    }
    return trials;
  }

  private static TrialSpec trial(String id, long seed, String settings) {
    return new TrialSpec(id, "a man " + id, seed, TrialValues.settings(settings));
  }

  private static TextureOutcome texture(TrialResult result) {
    return Objects.requireNonNull(completed(result).texture());
  }

  private static Synthesis synthesis(SynthesisModels models) {
    return new Synthesis(models, SynthesisOptions.PLAIN, StepListener.NONE);
  }

  private static TrialResult.Completed completed(TrialResult result) {
    assertThat(result).isInstanceOf(TrialResult.Completed.class);
    return (TrialResult.Completed) result;
  }
}
