package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.TrialSettings;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole trials on nets in the real layout. */
class GoldenTrialTest {
  private static final String GEOMETRY =
      """
      phases = geometry-only, views.geometry.preset = full-turn
      geometry { resolution = 64, encode-resolution = 64, steps = 50 }
      """;

  /**
   * Away from what is not continuous: views that tie pixels to edges, and the clamp of textures.
   */
  private static final String TEXTURE =
      """
      phases = texture-only, geometry.coefficients = [1, -1], views.texture.preset = full-turn
      texture { resolution = 32, render-resolution = 32, steps = 50, latent-steps = 25
                depth-control = true, prior = canny, light.mode = presets
                init = zeros, optimizer.learning-rate = 0.005 }
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
    Synthesis synthesis = synthesis(loaded.models());
    List<TrialSpec> batch = batch(GEOMETRY);
    List<TrialResult> together = synthesis.run(batch);
    for (int i = 0; i < 2; i++) {
      GeometryOutcome mate = completed(together.get(i)).geometry();
      GeometryOutcome alone = completed(synthesis.run(List.of(batch.get(i))).get(0)).geometry();
      assertThat(relative(mate.coefficients(), alone.coefficients())).isLessThan(1e-4);
      assertThat(mate.steps()).hasSize(50).allMatch(step -> step.nonFinite() == 0);
    }
  }

  @Test
  void givesTheSameTextureAloneAndInABatch() {
    Synthesis synthesis = synthesis(GoldenModels.withFace(loaded, Toys.ball()));
    List<TrialSpec> batch = batch(TEXTURE);
    List<TrialResult> together = synthesis.run(batch);
    for (int i = 0; i < 2; i++) {
      TextureOutcome mate = texture(together.get(i));
      TextureOutcome alone = texture(synthesis.run(List.of(batch.get(i))).get(0));
      assertThat(relative(mate.latents(), alone.latents())).isLessThan(1e-4);
      // The random decoder has a slope of hundreds.
      assertThat(relative(mate.albedo(), alone.albedo())).isLessThan(2e-3);
      assertThat(mate.steps()).hasSize(50).allMatch(step -> step.nonFinite() == 0);
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
              TrialSettings.parse(
                  TEXTURE
                      + GEOMETRY
                      + "geometry.steps = 3, texture { steps = 4, latent-steps = 2, prior = texture-unet, prior-yuv = true, symmetry-weight = 1, smoothness-weight = 1, init = noise }\n phases = "
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

  private static List<TrialSpec> batch(String settings) {
    return List.of(
        trial("a", 0, settings + "guidance.scale = 20"),
        trial("b", 1, settings + "guidance { scale = 7.5, timestep = uniform, posterior = mean }"),
        trial("c", 2, settings + "guidance.form = conditional"));
  }

  private static TrialSpec trial(String id, long seed, String settings) {
    return new TrialSpec(id, "a man " + id, seed, TrialSettings.parse(settings));
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

  /** max|a - b| / max|b|. */
  private static double relative(float[] a, float[] b) {
    double most = 0;
    double scale = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
      scale = Math.max(scale, Math.abs(b[i]));
    }
    return most / scale;
  }
}
