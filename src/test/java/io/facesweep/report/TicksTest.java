package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {
  @Test
  void linearTicksAreRoundAndEncloseTheRange() {
    assertThat(Ticks.linear(0, 119, 4)).containsExactly(0.0, 50.0, 100.0, 150.0);
    assertThat(Ticks.linear(0.013, 0.031, 4))
        .containsExactly(0.01, 0.015, 0.02, 0.025, 0.03, 0.035);
    assertThat(Ticks.linear(-1, 1, 4)).containsExactly(-1.0, -0.5, 0.0, 0.5, 1.0);
  }

  @Test
  void logarithmicTicksAreRoundAndEncloseTheRange() {
    assertThat(Ticks.logarithmic(1.43, 159)).isEqualTo(List.of(1.0, 10.0, 100.0, 1000.0));
    assertThat(Ticks.logarithmic(0.3, 4)).containsExactly(0.2, 0.5, 1.0, 2.0, 5.0);
  }

  @Test
  void manyDecadesHaveFewTicks() {
    List<Double> ticks = Ticks.logarithmic(1e-12, 1e6);
    assertThat(ticks).hasSizeLessThan(10);
    assertThat(ticks.get(0)).isEqualTo(1e-12);
    assertThat(ticks.get(ticks.size() - 1)).isGreaterThanOrEqualTo(1e6);
  }

  @Test
  void labelsHaveNoDigitsThatSayNothing() {
    assertThat(List.of(0.0, 50.0, 0.02, -0.5, 1000.0, 1e-5, 2e6).stream().map(Ticks::label))
        .containsExactly("0", "50", "0.02", "−0.5", "1000", "1e-5", "2 M");
  }
}
