package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.Dtype;
import io.facesweep.config.TrialSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole trials in float16 and bfloat16 against the same ones in float32. */
class HalfTrialTest {
  private static LoadedModels single;
  private static LoadedModels half;
  private static LoadedModels brain;
  private static LoadedModels halfWithSingleVae;

  @BeforeAll
  static void open() {
    single = GoldenModels.open(Dtype.FLOAT32, Dtype.AUTO);
    half = GoldenModels.open(Dtype.FLOAT16, Dtype.AUTO);
    brain = GoldenModels.open(Dtype.BFLOAT16, Dtype.AUTO);
    halfWithSingleVae = GoldenModels.open(Dtype.FLOAT16, Dtype.FLOAT32);
  }

  @AfterAll
  static void close() {
    List.of(single, half, brain, halfWithSingleVae).forEach(LoadedModels::close);
  }

  private static final String SMALL =
      """
      views.geometry.preset = full-turn, views.texture.preset = full-turn
      guidance.scale = 7.5
      geometry { resolution = 64, encode-resolution = 64, steps = 6, coefficients = [1, -1] }
      texture { resolution = 32, render-resolution = 32, steps = 6, latent-steps = 2 }
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "phases = geometry-only",
        "phases = texture-only",
        "phases = texture-only, texture { depth-control = true, prior = canny }",
        "phases = texture-only, texture { prior = texture-unet, prior-yuv = true, symmetry-weight = 1, smoothness-weight = 1 }",
        "phases = joint, texture { depth-control = true, prior = canny, light.mode = presets }",
        "phases = decoupled, texture { depth-control = true, prior = texture-unet, prior-yuv = true }",
      })
  void staysNearFloat32(String settings) {
    TrialResult.Completed reference = run(single, settings);
    compare(settings + " f16", run(half, settings), reference);
    compare(settings + " bf16", run(brain, settings), reference);
    compare(settings + " f16+vae32", run(halfWithSingleVae, settings), reference);
  }

  private static void compare(
      String what, TrialResult.Completed actual, TrialResult.Completed expected) {
    double norm = 0;
    double first = 0;
    double parameter = 0;
    for (int i = 0; i < expected.steps().size(); i++) {
      StepRecord a = actual.steps().get(i);
      StepRecord b = expected.steps().get(i);
      norm = Math.max(norm, Math.abs(a.gradientNorm() / b.gradientNorm() - 1));
      double p = Math.abs(a.term("parameter-gradient-norm") / b.term("parameter-gradient-norm") - 1);
      System.out.printf("%.1e ", p);
      parameter = Math.max(parameter, p);
    }
    System.out.printf("%n%s norm %.2e param %.2e coeff %.2e", what, norm, parameter,
        error(actual.geometry().coefficients(), expected.geometry().coefficients()));
    if (expected.texture() != null) {
      System.out.printf(" latents %.2e albedo %.2e", error(actual.texture().latents(), expected.texture().latents()), error(actual.texture().albedo(), expected.texture().albedo()));
    }
    System.out.println();
  }

  private static double error(float[] a, float[] b) {
    double e = 0;
    double r = 0;
    for (int i = 0; i < b.length; i++) {
      e += (a[i] - b[i]) * (a[i] - b[i]);
      r += b[i] * b[i];
    }
    return Math.sqrt(e / r);
  }

  private static TrialResult.Completed run(LoadedModels loaded, String settings) {
    TrialSpec trial = new TrialSpec("half", "a man", 3, TrialSettings.parse(SMALL + settings));
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
