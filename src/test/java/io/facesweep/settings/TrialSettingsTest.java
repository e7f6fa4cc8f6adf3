package io.facesweep.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.TrialValues;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrialSettingsTest {
  @Test
  void defaultsAreThoseOfThePaperAndItsCode() {
    TrialSettings trial = TrialValues.defaults();
    String found =
        TrialSettings.DECLARED.all().stream()
            .map(declared -> declared.path() + " = " + declared.flat(trial) + "\n")
            .collect(Collectors.joining());
    String guidance =
        """
        BLOCK.scale = 100.0
        BLOCK.form = dreamfusion
        BLOCK.timestep = linear
        BLOCK.t-max = 0.98
        BLOCK.t-min = 0.02
        BLOCK.dreamtime.m1 = 800.0
        BLOCK.dreamtime.m2 = 500.0
        BLOCK.dreamtime.s1 = 300.0
        BLOCK.dreamtime.s2 = 500.0
        BLOCK.clip-norm = 0.0
        BLOCK.posterior = sample
        BLOCK.negative-prompt =\s
        BLOCK.weighting = 1-alphas-cumprod
        BLOCK.non-finite-limit = 10
        """;
    String presets = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]";
    String views =
        """
        BLOCK.preset = paper
        BLOCK.elevation = [0, 10, 30]
        BLOCK.azimuth = [0, 30, 60, 300, 330]
        BLOCK.distance-offset = [1.5, 3]
        """;
    assertThat(found)
        .isEqualTo(
            """
            phases = decoupled
            view-dependent-prompts = true
            geometry.steps = 200
            """
                + guidance.replace("BLOCK", "geometry.guidance")
                + """
                geometry.optimizer.kind = adam
                geometry.optimizer.learning-rate = 0.05
                geometry.optimizer.weight-decay = 0.0
                geometry.optimizer.betas = [0.9, 0.999]
                geometry.optimizer.eps = 1.0E-8
                geometry.optimizer.max-grad-norm = 0.0
                geometry.optimizer.decay-factor = 1.0
                geometry.optimizer.decay-every = 100
                geometry.l2-weight = 0.01
                geometry.coefficient-limit = 0.0
                geometry.coefficients = []
                geometry.render = grey
                geometry.normal-probability = 0.5
                geometry.grey-albedo = 0.5
                geometry.resolution = 224
                geometry.encode-resolution = 512
                geometry.light.mode = presets
                geometry.light.presets = PRESETS
                geometry.light.intensity = 1.0
                texture.steps = 400
                texture.latent-steps = 200
                texture.resolution = 512
                texture.render-resolution = 512
                """
                    .replace("PRESETS", presets)
                + guidance.replace("BLOCK", "texture.guidance")
                + """
                texture.optimizer.kind = adamw
                texture.optimizer.learning-rate = 0.05
                texture.optimizer.weight-decay = 0.01
                texture.optimizer.betas = [0.9, 0.99]
                texture.optimizer.eps = 1.0E-15
                texture.optimizer.max-grad-norm = 0.0
                texture.optimizer.decay-factor = 0.9
                texture.optimizer.decay-every = 100
                texture.init = fixed-texture
                texture.init-texture = builtin:skin
                texture.depth-control = false
                texture.depth-scale = 1.0
                texture.depth-convention = near-bright
                texture.prior = none
                texture.prior-prompt = face texture
                texture.prior-guidance-scale = 1.0
                texture.prior-weight = 3.0
                texture.prior-weight-start = 20.0
                texture.prior-schedule = constant
                texture.prior-control-scale = 1.0
                texture.prior-edges = auto
                texture.prior-yuv = false
                texture.prior-yuv-weight = 1.0
                texture.symmetry-weight = 0.0
                texture.smoothness-weight = 0.0
                texture.wrap = false
                texture.light.mode = ambient
                texture.light.presets = PRESETS
                texture.light.intensity = 1.0
                """
                    .replace("PRESETS", presets)
                + views.replace("BLOCK", "views.geometry")
                + views.replace("BLOCK", "views.texture")
                + """
                views.distance = 10.0
                views.fov = 12.59
                views.background = 1.0
                """);
  }

  @Test
  void guidanceOfAPhaseReplacesSingleKeysOfTheGeneralOne() {
    TrialSettings trial =
        TrialValues.settings(
            """
            guidance { scale = 30, t-max = 0.9, dreamtime.m1 = 700 }
            geometry.guidance { scale = 25, timestep = dreamtime }
            texture.guidance.dreamtime.m2 = 400
            """);
    assertThat(trial.geometry().guidance().scale()).isEqualTo(25);
    assertThat(trial.texture().guidance().scale()).isEqualTo(30);
    assertThat(trial.geometry().guidance().timestep()).isEqualTo(TimestepSchedule.DREAMTIME);
    assertThat(trial.texture().guidance().timestep()).isEqualTo(TimestepSchedule.LINEAR);
    assertThat(trial.geometry().guidance().tMax()).isEqualTo(0.9);
    assertThat(trial.geometry().guidance().dreamtime())
        .isEqualTo(new DreamtimeSettings(700, 500, 300, 500));
    assertThat(trial.texture().guidance().dreamtime())
        .isEqualTo(new DreamtimeSettings(700, 400, 300, 500));
  }

  @Test
  void betasAndPriorPromptFollowTheirKind() {
    TrialSettings trial =
        TrialValues.settings(
            "geometry.optimizer.kind = adan, texture.optimizer.kind = adan, texture.prior ="
                + " texture-unet");
    assertThat(trial.geometry().optimizer().betas()).containsExactly(0.98, 0.92, 0.99);
    assertThat(trial.texture().optimizer().betas()).containsExactly(0.98, 0.92, 0.99);
    assertThat(trial.texture().priorPrompt())
        .isEqualTo("a diffuse texture map of a human face in UV space");
    assertThat(TrialValues.settings("texture.prior = canny").texture().prior())
        .isEqualTo(TexturePrior.CANNY_CONTROLNET);
  }

  @Test
  void givenAnglesReplaceThoseOfThePreset() {
    TrialSettings trial =
        TrialValues.settings(
            """
            views.geometry { preset = full-turn, azimuth = [0, 90] }
            views.texture { preset = custom, elevation = 5, azimuth = { min = -45, max = 45 } }
            """);
    assertThat(trial.views().geometry().elevation()).isEqualTo(new Sampling.Range(-20, 20));
    assertThat(trial.views().geometry().azimuth())
        .isEqualTo(new Sampling.Choices(List.of(0.0, 90.0)));
    assertThat(trial.views().texture().elevation()).isEqualTo(new Sampling.Choices(List.of(5.0)));
    assertThat(trial.views().texture().azimuth()).isEqualTo(new Sampling.Range(-45, 45));
    assertThat(trial.views().texture().distanceOffset())
        .isEqualTo(new Sampling.Choices(List.of(0.0)));
  }

  @Test
  void weightingIsReadWithAndWithoutQuotes() {
    for (String text :
        List.of(
            "guidance.weighting = 1-alphas-cumprod", "guidance.weighting = \"1-alphas-cumprod\"")) {
      assertThat(TrialValues.settings(text)).isEqualTo(TrialValues.defaults());
    }
  }

  @Test
  void rejectsEverythingAtOnce() {
    assertThatThrownBy(
            () ->
                TrialValues.settings(
                    """
                    phases = decoupld
                    texture.optimizer.eps = 0
                    geometry {
                      steps = 0
                      resolution = 100
                    }
                    geometri.steps = 5
                    """))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
Cannot use configuration settings: 5 problems
  settings:1: Invalid trial.phases: "decoupld" (expected one of decoupled, joint, geometry-only, texture-only; nearest is decoupled)
  settings:2: Invalid trial.texture.optimizer.eps: 0 (expected a number above 0, up to 1)
  settings:4: Invalid trial.geometry.steps: 0 (expected a whole number from 1 to 1000000)
  settings:5: Invalid trial.geometry.resolution: 100 (expected a multiple of 8 from 8 to 4096)
  settings:7: Invalid key: trial.geometri (expected a known key; nearest is trial.geometry)""");
  }
}
