package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TextMetricsTest {
  private final AnalyticDenoiser denoiser =
      new AnalyticDenoiser(
          Map.of("dark", 0.2, "light", 0.8, "a head, side view", 0.2, "a head, front view", 0.8),
          0.5);
  private TensorScope scope;

  @BeforeEach
  void openScope() {
    scope = TensorScope.open();
  }

  @AfterEach
  void closeScope() {
    scope.close();
  }

  private DenoisingProbe probe(double... brightness) {
    Tensor images =
        Tensor.cat(
            0,
            java.util.Arrays.stream(brightness)
                .mapToObj(value -> Tensor.full(value, 1, 3, 8, 8))
                .toList());
    return new DenoisingProbe(denoiser, images);
  }

  @Test
  void alignmentIsWhatThePromptSaves() {
    // Without a prompt the error is (0.2 - 0.5)^2, with the right one 0, with the wrong one 0.6^2.
    assertThat(TextMetrics.alignment(probe(0.2, 0.2), "dark")).isCloseTo(0.09, within(1e-5));
    assertThat(TextMetrics.alignment(probe(0.2), "light")).isCloseTo(0.09 - 0.36, within(1e-5));
    assertThat(TextMetrics.alignment(probe(0.2), "tells nothing")).isCloseTo(0, within(1e-6));
  }

  @Test
  void precisionIsWhetherTheOwnPromptWins() {
    assertThat(TextMetrics.precision(probe(0.3), "dark", List.of("light", "x"))).isEqualTo(1);
    assertThat(TextMetrics.precision(probe(0.3), "light", List.of("dark", "x"))).isEqualTo(0);
    assertThat(TextMetrics.precision(probe(0.3), "x", List.of("y"))).as("a tie").isEqualTo(0);
    assertThatThrownBy(() -> TextMetrics.precision(probe(0.3), "x", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid rivals: none (expected at least one prompt)");
  }

  @Test
  void janusIsPositiveWhereSidesLookLikeFronts() {
    List<String> right = List.of("a head, side view", "a head, side view");
    String front = "a head, front view";
    assertThat(TextMetrics.fitView(probe(0.2, 0.2), right, front)).isCloseTo(-0.36, within(1e-5));
    assertThat(TextMetrics.fitView(probe(0.8, 0.8), right, front)).isCloseTo(0.36, within(1e-5));
    assertThat(TextMetrics.fitView(probe(0.2, 0.8), right, front)).isCloseTo(0, within(1e-5));
    assertThatThrownBy(() -> TextMetrics.fitView(probe(0.2), right, front))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid prompts: 2 for 1 images");
  }

  @Test
  void asksOnceForATextAndAlwaysWithTheSameNoise() {
    DenoisingProbe probe = probe(0.2, 0.4);
    double first = probe.error("dark");
    int asked = denoiser.asked;
    assertThat(asked).isEqualTo(2 * 3 * 2); // images x timesteps x draws
    assertThat(probe.error("dark")).isEqualTo(first);
    assertThat(denoiser.asked).isEqualTo(asked);
    assertThat(probe(0.2, 0.4).error("dark")).isEqualTo(first);
  }

  @Test
  void textsAskedTogetherAreThoseAskedAlone() {
    DenoisingProbe probe = probe(0.2, 0.4);
    List<double[]> together = probe.ask(List.of("dark", "", "dark", "light"));
    int asked = denoiser.asked;
    assertThat(asked).as("each of three texts once").isEqualTo(3 * 2 * 3 * 2);
    assertThat(together.get(2)).isEqualTo(together.get(0));
    assertThat(probe.errors("light")).isEqualTo(together.get(3));
    assertThat(probe.ask(List.of("light", "")).get(1)).isEqualTo(together.get(1));
    assertThat(denoiser.asked).isEqualTo(asked);
    assertThat(probe(0.2, 0.4).errors("dark")).isEqualTo(together.get(0));
  }

  @Test
  void drawsOfLargeLatentsAreAskedOneAfterTheOther() {
    probe(0.2, 0.4).errors("dark");
    assertThat(denoiser.largest).isEqualTo(2 * 3 * 2);
    denoiser.largest = 0;
    double small = probe(0.2).error("dark");
    assertThat(denoiser.largest).isEqualTo(3 * 2);
    denoiser.largest = 0;
    DenoisingProbe large = new DenoisingProbe(denoiser, Tensor.full(0.2, 1, 3, 64, 64));
    assertThat(large.error("dark")).isCloseTo(small, within(1e-5));
    assertThat(denoiser.largest).isEqualTo(3);
  }
}
