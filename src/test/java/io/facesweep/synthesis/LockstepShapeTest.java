package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.TrialValues;
import io.facesweep.plan.StageShape;
import io.facesweep.settings.Phases;
import io.facesweep.settings.TrialSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan puts into one batch runs in lockstep. */
class LockstepShapeTest {
  /** Settings that differ in one thing each, and some in several. */
  private static final List<String> SETTINGS =
      List.of(
          "",
          "phases = joint",
          "phases = joint, geometry.steps = 9",
          "phases = joint, geometry.optimizer.kind = adan",
          "geometry.steps = 9",
          "geometry.resolution = 64",
          "geometry.encode-resolution = 256",
          "geometry.render = mix",
          "geometry.optimizer.kind = adan",
          "geometry.optimizer.learning-rate = 0.1",
          "texture.steps = 500",
          "texture.latent-steps = 9",
          "texture.resolution = 256",
          "texture.render-resolution = 256",
          "texture.optimizer.kind = adam",
          "texture.depth-control = true",
          "texture { depth-control = true, depth-convention = far-bright, depth-scale = 0.5 }",
          "texture.prior = canny",
          "texture.prior = texture-unet",
          "texture { prior = texture-unet, prior-yuv = true }",
          "texture.wrap = true",
          "texture.symmetry-weight = 1",
          "texture.init = zeros",
          "texture.light.mode = presets",
          "guidance.form = conditional",
          "guidance.weighting = uniform",
          "guidance.posterior = mean",
          "guidance { timestep = dreamtime, scale = 7.5, clip-norm = 1 }",
          "view-dependent-prompts = false",
          "views.texture.preset = full-turn");

  @Test
  void everyBatchOfAPlanRunsInLockstep() {
    List<TrialSettings> all = new ArrayList<>();
    SETTINGS.forEach(text -> all.add(TrialValues.settings(text)));
    int geometries = 0;
    int textures = 0;
    for (TrialSettings a : all) {
      for (TrialSettings b : all) {
        if (StageShape.geometry(a).equals(StageShape.geometry(b))) {
          assertThat(LockstepShape.ofGeometry(a)).isEqualTo(LockstepShape.ofGeometry(b));
          geometries++;
        }
        if (StageShape.texture(a).equals(StageShape.texture(b))) {
          assertThat(texture(a)).isEqualTo(texture(b));
          textures++;
        }
      }
    }
    assertThat(geometries).isGreaterThan(2 * all.size());
    assertThat(textures).isGreaterThan(2 * all.size());
  }

  private static LockstepShape texture(TrialSettings settings) {
    return settings.phases() == Phases.JOINT
        ? LockstepShape.of(settings)
        : LockstepShape.ofTexture(settings);
  }

  @Test
  void aPhaseLooksAtItsOwnSettings() {
    TrialSettings plain = TrialValues.settings("");
    TrialSettings other = TrialValues.settings("texture.steps = 500");
    assertThat(LockstepShape.ofGeometry(other)).isEqualTo(LockstepShape.ofGeometry(plain));
    assertThat(LockstepShape.ofTexture(plain).differences(LockstepShape.ofTexture(other)))
        .containsExactly("texture.steps (400 and 500)");
  }
}
