package io.facesweep.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.TrialValues;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialSettingsTest {
  /** Of what a phase sets otherwise than others, or takes from elsewhere where nothing is said. */
  @Test
  void defaultsAreThoseOfThePaperAndItsCode() {
    TrialSettings said =
        TrialValues.settings(
            """
            geometry {
              guidance { scale = 100, t-max = 0.98, t-min = 0.02, weighting = 1-alphas-cumprod }
              optimizer { kind = adam, learning-rate = 0.05, weight-decay = 0, eps = 1e-8 }
              optimizer { betas = [0.9, 0.999], decay-factor = 1, max-grad-norm = 0 }
              light { mode = presets, presets = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] }
              coefficients = []
            }
            texture {
              guidance { scale = 100, timestep = linear, form = dreamfusion, posterior = sample }
              optimizer { kind = adamw, learning-rate = 0.05, weight-decay = 0.01, eps = 1e-15 }
              optimizer { betas = [0.9, 0.99], decay-factor = 0.9, decay-every = 100 }
              light.mode = presets
              prior-prompt = face texture
            }
            views.geometry { elevation = [0, 10, 30], azimuth = [0, 30, 60, 300, 330] }
            views.texture { elevation = [0, 30], azimuth = [0, 60, 120, 240, 300] }
            views.texture.distance-offset = [1, 2]
            """);
    assertThat(TrialValues.defaults()).isEqualTo(said);
    assertThat(said.geometry().optimizer().betas()).containsExactly(0.9, 0.999);
    assertThat(said.texture().optimizer().betas()).containsExactly(0.9, 0.99);
  }

  @Test
  void viewsAreTurnedOffByEitherOfTwoSettings() {
    TrialSettings off = TrialValues.settings("view-dependent-prompts = false");
    assertThat(TrialValues.settings("views.conditioning = none")).isEqualTo(off);
    assertThat(
            TrialValues.settings("view-dependent-prompts = false, views.conditioning = perp-neg"))
        .isEqualTo(off);
    assertThat(off.views().conditioning()).isEqualTo(ViewConditioning.NONE);
    assertThat(off.viewDependentPrompts()).isFalse();
    TrialSettings on = TrialValues.settings("views.conditioning = suffix");
    assertThat(on).isEqualTo(TrialValues.settings("view-dependent-prompts = true"));
    assertThat(on.viewDependentPrompts()).isTrue();
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
        .isEqualTo(PriorKind.CANNY_CONTROLNET);
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
