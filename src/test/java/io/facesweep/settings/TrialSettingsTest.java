package io.facesweep.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.TrialValues;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialSettingsTest {
  @Test
  void defaultsAreThoseOfThePaperAndItsCode() {
    TrialSettings trial = TrialValues.defaults();
    GuidanceSettings guidance =
        new GuidanceSettings(
            100,
            GuidanceForm.DREAMFUSION,
            TimestepSchedule.LINEAR,
            0.98,
            0.02,
            new DreamtimeSettings(800, 500, 300, 500),
            0,
            Posterior.SAMPLE,
            "",
            Weighting.ONE_MINUS_ALPHAS_CUMPROD,
            10);
    List<Integer> presets = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    ViewSampling paper =
        new ViewSampling(
            ViewPreset.PAPER,
            new Sampling.Choices(List.of(0.0, 10.0, 30.0)),
            new Sampling.Choices(List.of(0.0, 30.0, 60.0, 300.0, 330.0)),
            new Sampling.Choices(List.of(1.5, 3.0)));
    assertThat(trial)
        .isEqualTo(
            new TrialSettings(
                Phases.DECOUPLED,
                true,
                new GeometrySettings(
                    200,
                    guidance,
                    new OptimizerSettings(
                        OptimizerKind.ADAM, 0.05, 0, List.of(0.9, 0.999), 1e-8, 0, 1, 100),
                    0.01,
                    0,
                    List.of(),
                    GeometryRender.GREY,
                    0.5,
                    0.5,
                    224,
                    512,
                    new LightSettings(LightMode.PRESETS, presets, 1)),
                new TextureSettings(
                    400,
                    200,
                    512,
                    512,
                    guidance,
                    new OptimizerSettings(
                        OptimizerKind.ADAMW, 0.05, 0.01, List.of(0.9, 0.99), 1e-15, 0, 0.9, 100),
                    TextureInit.FIXED_TEXTURE,
                    "builtin:skin",
                    false,
                    1,
                    DepthConvention.NEAR_BRIGHT,
                    TexturePrior.NONE,
                    "face texture",
                    1,
                    3,
                    20,
                    PriorSchedule.CONSTANT,
                    1,
                    "auto",
                    false,
                    1,
                    0,
                    0,
                    false,
                    new LightSettings(LightMode.AMBIENT, presets, 1)),
                new ViewSettings(paper, paper, 10, 12.59, 1)));
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
