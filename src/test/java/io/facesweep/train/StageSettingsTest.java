package io.facesweep.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StageSettingsTest {
  private static final StageSettings SETTINGS =
      new StageSettings(1000, 8, 1e-2, 100, 0.5, 0, 0.99, 1);

  @Test
  void theRateRisesStaysAndFallsToATwentieth() {
    assertThat(SETTINGS.learningRateAt(50)).isCloseTo(5e-3, Offset.offset(1e-9));
    assertThat(SETTINGS.learningRateAt(100)).isEqualTo(1e-2);
    assertThat(SETTINGS.learningRateAt(500)).isEqualTo(1e-2);
    assertThat(SETTINGS.learningRateAt(750)).isCloseTo(0.525e-2, Offset.offset(1e-9));
    assertThat(SETTINGS.learningRateAt(1000)).isCloseTo(5e-4, Offset.offset(1e-9));
  }

  @Test
  void theAverageForgetsTheStart() {
    assertThat(SETTINGS.averagingAt(1)).isCloseTo(2.0 / 11, Offset.offset(1e-9));
    assertThat(SETTINGS.averagingAt(5000)).isEqualTo(0.99);
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> new StageSettings(-1, 8, 1e-2, 0, 0, 0, 0, 1))
        .hasMessage("Invalid steps: -1 (expected a number from 0 to 1000000000)");
    assertThatThrownBy(() -> new StageSettings(1, 0, 1e-2, 0, 0, 0, 0, 1))
        .hasMessage("Invalid batch: 0 (expected a number from 1 to 1000000)");
    assertThatThrownBy(() -> new StageSettings(1, 1, 0, 0, 0, 0, 0, 1))
        .hasMessage("Invalid learning-rate: 0 (expected a number above 0, below 1)");
    assertThatThrownBy(() -> new StageSettings(1, 1, 0.1, -1, 0, 0, 0, 1))
        .hasMessage("Invalid warmup: -1 (expected a number from 0 to 1000000000)");
    assertThatThrownBy(() -> new StageSettings(1, 1, 0.1, 0, 2, 0, 0, 1))
        .hasMessage("Invalid decay-from: 2 (expected a number from 0 to 1)");
    assertThatThrownBy(() -> new StageSettings(1, 1, 0.1, 0, 0, 1, 0, 1))
        .hasMessage("Invalid weight-decay: 1 (expected a number from 0, below 1)");
    assertThatThrownBy(() -> new StageSettings(1, 1, 0.1, 0, 0, 0, 1, 1))
        .hasMessage("Invalid averaging: 1 (expected a number from 0, below 1)");
    assertThatThrownBy(() -> new StageSettings(1, 1, 0.1, 0, 0, 0, 0, 0))
        .hasMessage("Invalid clip-norm: 0 (expected a number above 0, up to 1000000000)");
  }
}
