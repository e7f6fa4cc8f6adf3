package io.facesweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptPrecisionTest {
  private static final Map<String, Double> ERRORS = Map.of("a", 0.5, "b", 0.75, "c", 0.25);

  @Test
  void theSameStageIsPreciseInOneSweepAndNotInAnother() {
    assertThat(PromptPrecision.of(ERRORS, List.of("a", "b"), "a")).isEqualTo(1);
    assertThat(PromptPrecision.of(ERRORS, List.of("a", "b", "c"), "a")).isZero();
  }

  @Test
  void itIsUnknownWithoutRivalsOrWithoutTheirErrors() {
    assertThat(PromptPrecision.of(ERRORS, List.of("a"), "a")).isNull();
    assertThat(PromptPrecision.of(ERRORS, List.of("a", "d"), "a")).isNull();
    assertThat(PromptPrecision.of(ERRORS, List.of("a", "d"), "d")).isNull();
  }
}
