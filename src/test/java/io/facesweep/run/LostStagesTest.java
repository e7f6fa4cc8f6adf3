package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LostStagesTest {
  private final LostStages lost = new LostStages();

  @Test
  void aStageMayCostThreeExecutors() {
    for (int i = 0; i < LostStages.MAX_ATTEMPTS; i++) {
      assertThat(lost.begin(List.of("a"))).isEmpty();
    }
    assertThat(lost.begin(List.of("a", "b"))).containsExactly("a");
  }

  @Test
  void oneThatEndsIsForgiven() {
    for (int i = 0; i < 10; i++) {
      assertThat(lost.begin(List.of("a"))).isEmpty();
      lost.end("a");
    }
  }
}
