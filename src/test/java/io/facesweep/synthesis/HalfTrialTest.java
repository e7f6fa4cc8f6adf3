package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.TrialValues;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.Phases;
import io.facesweep.settings.TextureParameter;
import io.facesweep.settings.TrialSettings;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole trials in float16 and bfloat16 against the same ones in float32, on the branch of the
 * operators that a GPU takes.
 *
 * <p>Optimisers that divide by a gradient's own size make much of small differences, so the
 * parameters' gradients are compared where float32 and the others still stand at the same place: at
 * the first step of a phase; the norms of score distillation at all three. The largest relative
 * differences that were measured: parameters' gradient 0.053 in float16, 0.35 in bfloat16, 0.005 in
 * float16 with the VAE in float32; score distillation 0.11, 0.08 and 0.007. The tolerances are
 * about twice that. A gradient whose scaling is not undone is off by a power of two.
 */
class HalfTrialTest {
  private static final String SMALL =
      """
      views.geometry.preset = full-turn, views.texture.preset = full-turn
      guidance { scale = 7.5, non-finite-limit = 0 }
      geometry { resolution = 64, encode-resolution = 64, steps = 3, coefficients = [1, -1] }
      texture { resolution = 32, render-resolution = 32, steps = 3, latent-steps = 0 }
      """;

  private static LoadedModels single;
  private static LoadedModels half;
  private static LoadedModels brain;
  private static LoadedModels halfButVae;

  @BeforeAll
  static void open() {
    single = GoldenModels.open(Dtype.FLOAT32, Dtype.AUTO);
    half = GoldenModels.open(Dtype.FLOAT16, Dtype.AUTO);
    brain = GoldenModels.open(Dtype.BFLOAT16, Dtype.AUTO);
    halfButVae = GoldenModels.open(Dtype.FLOAT16, Dtype.FLOAT32);
  }

  @AfterAll
  static void close() {
    List.of(single, half, brain, halfButVae).forEach(LoadedModels::close);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "phases = geometry-only",
        "phases = texture-only, texture.latent-steps = 3",
        "phases = texture-only, texture { depth-control = true, prior = canny }",
        "phases = texture-only, texture { prior = texture-unet, prior-yuv = true, symmetry-weight = 1, smoothness-weight = 1 }",
        "phases = texture-only, texture { parameter = rgb, prior = texture-unet, symmetry-weight = 1 }",
        "phases = joint, texture { depth-control = true, prior = canny, light.mode = presets }",
      })
  void staysNearFloat32AndNearerWithAVaeInFloat32(String settings) {
    TrialResult.Completed reference = run(single, settings);
    TrialResult.Completed inHalf = run(half, settings);
    TrialResult.Completed inHalfButVae = run(halfButVae, settings);
    compare("float16", inHalf, reference, 0.12, 0.25);
    compare("bfloat16", run(brain, settings), reference, 0.7, 0.25);
    compare("float16, VAE in float32", inHalfButVae, reference, 0.015, 0.02);
    TrialSettings read = reference.trial().settings();
    boolean hasLatents = read.texture().parameter() == TextureParameter.LATENT;
    if (read.phases() != Phases.GEOMETRY_ONLY && hasLatents && read.texture().latentSteps() == 0) {
      assertThat(latentsError(inHalfButVae, reference))
          .as("error of the latents with the VAE in float32")
          .isLessThan(0.015)
          .isLessThan(latentsError(inHalf, reference) / 2);
    }
  }

  private static void compare(
      String what,
      TrialResult.Completed actual,
      TrialResult.Completed expected,
      double parameters,
      double distillation) {
    assertThat(actual.steps()).hasSameSizeAs(expected.steps());
    for (int i = 0; i < expected.steps().size(); i++) {
      StepRecord a = actual.steps().get(i);
      StepRecord b = expected.steps().get(i);
      String place = "%s, step %d: ".formatted(what, i);
      assertThat(a.nonFinite()).as(place + "values that are not finite").isZero();
      assertThat(a.gradientNorm() / b.gradientNorm())
          .as(place + "norm of score distillation, of that in float32")
          .isCloseTo(1, Offset.offset(distillation));
      if (a.step() == 0) {
        String term = "parameter-gradient-norm";
        assertThat(a.term(term) / b.term(term))
            .as(place + "norm of the parameters' gradient, of that in float32")
            .isCloseTo(1, Offset.offset(parameters));
      }
    }
  }

  private static double latentsError(TrialResult.Completed actual, TrialResult.Completed expected) {
    float[] a = Objects.requireNonNull(actual.texture()).latents();
    float[] b = Objects.requireNonNull(expected.texture()).latents();
    double difference = 0;
    double reference = 0;
    for (int i = 0; i < b.length; i++) {
      difference += Math.pow((double) a[i] - b[i], 2);
      reference += Math.pow(b[i], 2);
    }
    return Math.sqrt(difference / reference);
  }

  private static TrialResult.Completed run(LoadedModels loaded, String settings) {
    TrialSpec trial = new TrialSpec("half", "a man", 3, TrialValues.settings(SMALL + settings));
    TrialResult result =
        new Synthesis(
                GoldenModels.withFace(loaded, Toys.ball()),
                SynthesisOptions.PLAIN,
                StepListener.NONE)
            .run(List.of(trial))
            .get(0);
    assertThat(result).isInstanceOf(TrialResult.Completed.class);
    return (TrialResult.Completed) result;
  }
}
