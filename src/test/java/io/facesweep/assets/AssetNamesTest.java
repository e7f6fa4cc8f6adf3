package io.facesweep.assets;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.synthesis.SynthesisPhase;
import org.junit.jupiter.api.Test;

class AssetNamesTest {
  @Test
  void viewsAreNamedByShadeAndAzimuth() {
    assertThat(AssetNames.view(ViewShade.GREY, 45)).isEqualTo("views/grey_045.png");
    assertThat(AssetNames.view(ViewShade.TEXTURED, 0)).isEqualTo("views/textured_000.png");
  }

  @Test
  void theAzimuthOfAViewReadsBack() {
    for (ViewShade shade : ViewShade.values()) {
      assertThat(AssetNames.azimuth(AssetNames.view(shade, 315))).hasValue(315);
    }
    assertThat(AssetNames.azimuth(AssetNames.HEAD)).isEmpty();
    assertThat(AssetNames.azimuth("views/../grey_045.png")).isEmpty();
  }

  @Test
  void onlyAnimationsOfPhasesAreEvolutions() {
    for (SynthesisPhase phase : SynthesisPhase.values()) {
      assertThat(AssetNames.isEvolution(AssetNames.evolution(phase))).isTrue();
    }
    assertThat(AssetNames.isEvolution("evolution-1.gif")).isFalse();
    assertThat(AssetNames.isEvolution("evolution/../texture.gif")).isFalse();
  }
}
