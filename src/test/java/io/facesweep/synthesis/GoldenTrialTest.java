package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.TrialSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole trials on nets in the real layout. */
class GoldenTrialTest {
  private static final String SETTINGS =
      """
      views { geometry.preset = full-turn, texture.preset = code-texture }
      geometry { resolution = 32, encode-resolution = 32, steps = 50 }
      texture { resolution = 32, render-resolution = 32, steps = 50, latent-steps = 25
                depth-control = true, prior = canny, light.mode = presets }
      """;

  private static LoadedModels loaded;
  private static SynthesisModels models;

  @BeforeAll
  static void open() {
    loaded = GoldenModels.open();
    models = GoldenModels.withFace(loaded, Toys.ball());
  }

  @AfterAll
  static void close() {
    loaded.close();
  }

  @Test
  void givesTheSameResultAloneAndInABatch() {
    List<TrialSpec> batch =
        List.of(
            trial("a", 0, "guidance.scale = 100"),
            trial("b", 1, "guidance.scale = 7.5, texture.optimizer.learning-rate = 0.01"),
            trial("c", 2, "guidance { timestep = uniform, posterior = mean, form = conditional }"));

    List<TrialResult> together = synthesis().run(batch);

    for (int i = 0; i < batch.size(); i++) {
      TrialResult.Completed alone = completed(synthesis().run(List.of(batch.get(i))).get(0));
      TrialResult.Completed mate = completed(together.get(i));
      System.err.println("REL " + relative(mate.geometry().coefficients(), alone.geometry().coefficients()) + " " + relative(mate.texture().latents(), alone.texture().latents()) + " " + relative(mate.texture().albedo(), alone.texture().albedo()));
      assertThat(relative(mate.geometry().coefficients(), alone.geometry().coefficients()))
          .isLessThan(1e-4);
      assertThat(relative(mate.texture().latents(), alone.texture().latents())).isLessThan(1e-4);
      assertThat(relative(mate.texture().albedo(), alone.texture().albedo())).isLessThan(1e-4);
      assertThat(mate.steps()).hasSize(100);
    }
  }

  private static TrialSpec trial(String id, long seed, String settings) {
    return new TrialSpec(id, "a man " + id, seed, TrialSettings.parse(SETTINGS + settings));
  }

  private static Synthesis synthesis() {
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
