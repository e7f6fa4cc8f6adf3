package io.facesweep.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.TrialValues;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNeedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      value = {
        "texture.steps = 300 | nothing",
        "texture.depth-control = true | depth-controlnet of texture.depth-control, or false",
        "texture.prior = canny | texture-controlnet of texture.prior, or another prior",
        "texture.prior = texture-unet | texture-unet of texture.prior, or another prior",
        "texture { prior = texture-unet, prior-yuv = true } | texture-unet of texture.prior, or"
            + " another prior; texture-unet-yuv of texture.prior-yuv, or false",
        "texture.prior-yuv = true | nothing",
        "phases = geometry-only, texture { prior = canny, depth-control = true } | nothing",
        "geometry { depth-control = true, control.normal.on = true } | depth-controlnet of"
            + " geometry.depth-control, or false; normal-controlnet of geometry.control.normal.on,"
            + " or false",
        "texture.control { landmarks.on = true, canny.on = true } | landmark-controlnet of"
            + " texture.control.landmarks.on, or false; canny-controlnet of"
            + " texture.control.canny.on, or false",
        "phases = joint, geometry { depth-control = true, control.normal.on = true } | nothing",
        "phases = joint, texture.depth-control = true | depth-controlnet of texture.depth-control,"
            + " or false",
      })
  void settingsThatCountAskForModels(String settings, String expected) {
    List<String> found =
        ModelNeed.of(TrialValues.settings(settings)).stream()
            .map(
                need ->
                    "%s of %s, or %s"
                        .formatted(need.role().text(), need.setting().path(), need.otherwise()))
            .toList();
    assertThat(String.join("; ", found)).isEqualTo(expected == null ? "" : expected);
  }
}
